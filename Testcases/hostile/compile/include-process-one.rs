// expect: compile_error
// wall: proc, pid
// x: has the compiler, which has a /proc, put the environment and the command of process 1 into the program
const ENVIRONMENT: &[u8] = include_bytes!("/proc/1/environ");
const COMMAND: &[u8] = include_bytes!("/proc/1/cmdline");

fn main() {
    println!("breach: {} {}", String::from_utf8_lossy(ENVIRONMENT), String::from_utf8_lossy(COMMAND));
    std::process::exit(1);
}
