package main

import "fmt"

// Asks for a post that is not there.
func main() {
	var n, height int
	fmt.Scan(&n)
	fmt.Printf("measure %d\n", n+1)
	fmt.Scan(&height)
	fmt.Printf("summit %d\n", n)
}
