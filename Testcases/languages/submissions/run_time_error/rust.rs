use std::io::Read;

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let numbers: Vec<i64> = text.split_whitespace().skip(1).map(|word| word.parse().unwrap()).collect();
    let mut sum: i64 = numbers.iter().sum();
    sum += numbers[numbers.len()];
    println!("{}", sum);
}
