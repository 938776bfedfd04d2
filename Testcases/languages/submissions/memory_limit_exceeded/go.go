package main

import "fmt"

func main() {
	var n, x, sum int64
	fmt.Scan(&n)
	for ; n > 0; n-- {
		fmt.Scan(&x)
		sum += x
	}
	var blocks [][]byte
	for i := 1; i <= 64; i++ {
		block := make([]byte, 8<<20)
		for j := range block {
			block[j] = byte(i)
		}
		blocks = append(blocks, block)
	}
	sum += int64(len(blocks) - 64)
	fmt.Println(sum)
}
