package main

import "fmt"

func main() {
	var n int
	var word string
	for fmt.Scan(&n); n > 0; n-- {
		fmt.Scan(&word)
		fmt.Println(mirror(word))
	}
}
