package main

import "fmt"

func main() {
	var n int
	fmt.Scan(&n)
	fmt.Println("measure 1")
	var height *int
	fmt.Scan(height)
	fmt.Printf("summit %d\n", *height)
}
