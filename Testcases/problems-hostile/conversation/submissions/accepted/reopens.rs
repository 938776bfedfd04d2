// Opens its own pipes again in every way there is, so as to hold an end that is the interactor's, or to make believe that
// the interactor has closed one; then it answers rightly.
use std::fs::OpenOptions;
use std::io::{stdin, stdout, Write};

fn main() {
    let mut line = String::new();
    stdin().read_line(&mut line).unwrap();
    let mut opened = Vec::new();
    for path in ["/proc/self/fd/0", "/proc/self/fd/1", "/dev/fd/0", "/dev/fd/1", "/dev/stdin", "/dev/stdout"] {
        for (read, write) in [(true, false), (false, true), (true, true)] {
            if let Ok(file) = OpenOptions::new().read(read).write(write).open(path) {
                opened.push(file);
            }
        }
    }
    drop(opened);
    println!("{}", 2 * line.trim().parse::<i32>().unwrap());
    stdout().flush().unwrap();
}
