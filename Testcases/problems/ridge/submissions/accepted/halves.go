package main

import "fmt"

func height(post int) (h int) {
	fmt.Printf("measure %d\n", post)
	fmt.Scan(&h)
	return h
}

func main() {
	low, high := 1, 0
	fmt.Scan(&high)
	for low < high {
		middle := (low + high) / 2
		if height(middle) < height(middle+1) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	fmt.Printf("summit %d\n", low)
}
