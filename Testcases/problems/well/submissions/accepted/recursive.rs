fn cloudiness(level: u64, a: u64, p: u64) -> u64 {
    if level == 0 {
        return 1;
    }
    let note = unsafe { std::ptr::read_volatile(&level) };
    (cloudiness(level - 1, a, p) * a + note) % p
}

fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let p: Vec<u64> = line.split_whitespace().map(|t| t.parse().unwrap()).collect();
    println!("{}", cloudiness(p[0], p[1], p[2]));
}
