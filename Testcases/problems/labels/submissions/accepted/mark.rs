fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    println!("\n\n{}\n", line.split_whitespace().map(|t| t.parse::<i32>().unwrap()).max().unwrap());
}
