fn main() {
    let total: i64 = "zero";
    println!("{}", total);
}
