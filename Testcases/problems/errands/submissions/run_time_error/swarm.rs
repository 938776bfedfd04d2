// More threads than a run may have.
use std::{thread, time::Duration};

fn main() {
    let all: Vec<_> = (0..200).map(|_| thread::spawn(|| thread::sleep(Duration::from_millis(500)))).collect();
    for one in all {
        one.join().unwrap();
    }
}
