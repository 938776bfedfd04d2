package main

// Leaves without a word.
func main() {}
