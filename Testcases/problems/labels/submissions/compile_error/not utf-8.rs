fn main() {
    // ÿş
}
