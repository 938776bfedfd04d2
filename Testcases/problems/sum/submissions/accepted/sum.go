package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in := bufio.NewReader(os.Stdin)
	var n int
	var total, entry int64
	fmt.Fscan(in, &n)
	for ; n > 0; n-- {
		fmt.Fscan(in, &entry)
		total += entry
	}
	fmt.Println(total)
}
