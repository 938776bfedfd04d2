fn main() {
    let mut línea = String::new();
    std::io::stdin().read_line(&mut línea).unwrap();
    println!("{}: {}", línea.trim_end(), línea.trim_end().chars().count());
}
