package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	in, err := os.Open("/dev/stdin")
	if err != nil {
		panic(err)
	}
	out, err := os.OpenFile("/dev/stdout", os.O_WRONLY, 0)
	if err != nil {
		panic(err)
	}
	reader := bufio.NewReader(in)
	var count, value, sum int
	for fmt.Fscan(reader, &count); count > 0; count-- {
		fmt.Fscan(reader, &value)
		sum += value
	}
	fmt.Fprintln(out, sum)
}
