package main

import "fmt"

// Flushes well, but a question without a line end is none.
func main() {
	var n, height int
	fmt.Scan(&n)
	fmt.Print("measure 1")
	fmt.Scan(&height)
	fmt.Println()
	fmt.Println("summit 1")
}
