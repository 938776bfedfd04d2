use std::io::Read;

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    for word in text.lines().skip(1) {
        println!("{} {} {}", word.chars().count(), word, word.chars().last().unwrap());
    }
}
