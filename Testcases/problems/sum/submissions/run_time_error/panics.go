package main

import "fmt"

func main() {
	var n int
	fmt.Scan(&n)
	entries := make([]int64, 0)
	fmt.Println(entries[n])
}
