package main

import "fmt"

// Believes in at most one lit lamp: 10 points for the dark corridor, 10 for one lamp, none for two.
func main() {
	var n, number int
	count := func(last int) int {
		fmt.Printf("count 1 %d\n", last)
		fmt.Scan(&number)
		return number
	}
	fmt.Scan(&n)
	if count(n) == 0 {
		fmt.Println("lit")
		return
	}
	low, high := 1, n
	for low < high {
		middle := (low + high) / 2
		if count(middle) > 0 {
			high = middle
		} else {
			low = middle + 1
		}
	}
	fmt.Println("lit", low)
}
