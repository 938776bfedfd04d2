// expect: compile_error
// wall: root, mount
// log-without: root:x:0
// x: has the compiler put files of the host into the program as text and as bytes, and as source that it quotes
const ACCOUNTS: &str = include_str!("/etc/passwd");
const SECRETS: &[u8] = include_bytes!("/etc/shadow");

fn main() {
    include!("/etc/passwd");
    println!("breach: {} {}", ACCOUNTS, SECRETS.len());
    std::process::exit(1);
}
