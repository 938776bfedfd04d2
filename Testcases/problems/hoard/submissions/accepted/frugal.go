package main

import "fmt"

// Throws away far more than the limit.
func main() {
	var n int
	fmt.Scan(&n)
	size := 0
	for i := 0; i < 2000; i++ {
		scrap := make([]byte, 1<<19)
		scrap[i] = 1
		size += len(scrap) + int(scrap[i])
	}
	fmt.Println(n + size - 2000*(1<<19+1))
}
