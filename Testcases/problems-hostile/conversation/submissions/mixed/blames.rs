// @EXPECTED_RESULTS@: WRONG-ANSWER, TIMELIMIT
// Answers wrongly and loops, after it has tried to make believe that the interactor left first. It is rejected in any case.
use std::fs::OpenOptions;
use std::io::{stdin, stdout, Write};

fn main() {
    let mut line = String::new();
    stdin().read_line(&mut line).unwrap();
    drop(OpenOptions::new().write(true).open("/proc/self/fd/0"));
    drop(OpenOptions::new().read(true).open("/proc/self/fd/1"));
    println!("7");
    stdout().flush().unwrap();
    loop {
        std::hint::spin_loop();
    }
}
