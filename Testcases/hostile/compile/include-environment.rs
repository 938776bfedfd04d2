// expect: exited 0 or compile_error
// wall: proc, root
// x: has the compiler put its own environment into the program, which looks for anything but plain settings in it
const ENVIRONMENT: &[u8] = include_bytes!("/proc/self/environ");

fn main() {
    let text = String::from_utf8_lossy(ENVIRONMENT);
    for variable in text.split('\0').filter(|variable| !variable.is_empty()) {
        let name = variable.split('=').next().unwrap_or("");
        if !["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "TZ"].contains(&name) {
            println!("breach: {}", variable);
            std::process::exit(1);
        }
    }
    println!("held");
}
