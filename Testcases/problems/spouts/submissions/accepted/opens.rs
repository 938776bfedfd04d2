use std::fs::{read_to_string, OpenOptions};
use std::io::Write;

fn main() {
    let text = read_to_string("/dev/stdin").unwrap();
    let sum: i64 = text.split_whitespace().skip(1).map(|word| word.parse::<i64>().unwrap()).sum();
    writeln!(OpenOptions::new().write(true).open("/dev/stdout").unwrap(), "{}", sum).unwrap();
}
