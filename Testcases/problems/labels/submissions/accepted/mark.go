package main

import "fmt"

func main() {
	var a, b, c int
	fmt.Scan(&a, &b, &c)
	if b > a {
		a = b
	}
	if c > a {
		a = c
	}
	fmt.Print(a)
}
