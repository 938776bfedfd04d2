mod arithmetic;

fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let numbers: Vec<i64> = line.split_whitespace().map(|word| word.parse().unwrap()).collect();
    println!("{}", arithmetic::product(numbers[0], numbers[1]));
}
