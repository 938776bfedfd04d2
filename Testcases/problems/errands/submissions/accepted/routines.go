package main

import "fmt"

func main() {
	var n int
	fmt.Scan(&n)
	var errands, reports [4]chan int
	for m := range errands {
		errands[m], reports[m] = make(chan int), make(chan int)
		go func(errands, report chan int) {
			busy := 0
			for length := range errands {
				busy += length
			}
			report <- busy
		}(errands[m], reports[m])
	}
	for i := 0; i < n; i++ {
		var length int
		fmt.Scan(&length)
		errands[i%4] <- length
	}
	for m := range errands {
		close(errands[m])
		fmt.Print(<-reports[m], " ")
	}
	fmt.Println()
}
