use std::io::Read;
use std::thread;

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let lengths: Vec<u32> = text.split_ascii_whitespace().skip(1).map(|t| t.parse().unwrap()).collect();
    let messengers: Vec<_> = (0..4)
        .map(|m| {
            let own: Vec<u32> = lengths.iter().skip(m).step_by(4).copied().collect();
            thread::spawn(move || own.iter().sum::<u32>())
        })
        .collect();
    for messenger in messengers {
        print!("{} ", messenger.join().unwrap());
    }
    println!();
}
