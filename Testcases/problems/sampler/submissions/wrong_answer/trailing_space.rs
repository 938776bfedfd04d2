// One space too many at the end of the last line.
fn main() {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let pattern = line.trim_end();
    let n = pattern.len();
    let edge = "O".repeat(n + 2);
    println!("{}", edge);
    for (i, letter) in pattern.chars().enumerate() {
        let stitch = if letter == 'U' { "X" } else { "x" };
        println!("O{}{}{}O", " ".repeat(i), stitch, " ".repeat(n - 1 - i));
    }
    println!("{} ", edge);
}
