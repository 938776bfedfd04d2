package main

import "fmt"

func main() {
	coins := [][]byte{}
	for len(coins) < 1<<20 {
		more := make([]byte, 1<<22)
		for i := 0; i < len(more); i += 4096 {
			more[i] = 1
		}
		coins = append(coins, more)
	}
	fmt.Println(len(coins))
}
