package main

import "fmt"

func main() {
	var line string
	fmt.Scan(&line)
	fmt.Println((&reckoner{line: line}).sum())
}
