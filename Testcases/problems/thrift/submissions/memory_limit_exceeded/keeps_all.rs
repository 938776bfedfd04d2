fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let p: Vec<u64> = line.split_whitespace().map(|t| t.parse().unwrap()).collect();
    let mut all: Vec<[u64; 16]> = Vec::new();
    let mut x = p[1];
    for _ in 0..p[0] {
        x = (p[2] * x + p[3]) % p[4];
        all.push([x; 16]);
    }
    println!("{}", all.iter().fold(0, |sum, row| sum ^ row[(sum % 16) as usize]));
}
