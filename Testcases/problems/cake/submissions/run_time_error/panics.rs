fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let parts: Vec<u32> = line.trim().split(' ').map(|t| t.parse().unwrap()).collect();
    println!("{} {}", parts[0] / parts[1], parts[0] % parts[1]);
    println!("{}", parts[2]);
}
