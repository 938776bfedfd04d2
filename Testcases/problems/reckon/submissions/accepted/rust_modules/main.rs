mod reckoner;

fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    println!("{}", reckoner::Reckoner::new(line.trim()).sum());
}
