package main

import "fmt"

func main() {
	var a, b int
	fmt.Scan(&a, &b)
	fmt.Println(a/b, a%b)
	var shares map[string]int
	shares["left"] = a
}
