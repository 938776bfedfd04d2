use std::io::Read;

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let numbers: Vec<i64> = text.split_whitespace().skip(1).map(|word| word.parse().unwrap()).collect();
    let mut sum: i64 = numbers.iter().sum();
    let blocks: Vec<Vec<i64>> = (1..65).map(|i| vec![i; 1 << 20]).collect();
    sum += blocks.iter().map(|block| block[0] - block[block.len() - 1]).sum::<i64>();
    println!("{}", sum);
}
