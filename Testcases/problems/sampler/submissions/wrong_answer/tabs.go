package main

import (
	"fmt"
	"strings"
)

// A tab is white space too, but not the same.
func main() {
	var pattern string
	fmt.Scan(&pattern)
	n := len(pattern)
	edge := strings.Repeat("O", n+2)
	fmt.Println(edge)
	for i, letter := range pattern {
		stitch := "x"
		if letter == 'U' {
			stitch = "X"
		}
		row := "O" + strings.Repeat(" ", i) + stitch + strings.Repeat(" ", n-1-i) + "O"
		fmt.Println(strings.ReplaceAll(row, " ", "\t"))
	}
	fmt.Println(edge)
}
