fn main() {
    println!("Everyone is welcom");
}
