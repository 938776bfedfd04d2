package main

import "fmt"

func main() {
	var n int
	var wört string
	fmt.Scan(&n)
	for ; n > 0; n-- {
		fmt.Scan(&wört)
		runes := []rune(wört)
		fmt.Println(len(runes), wört, string(runes[len(runes)-1]))
	}
}
