package main

import "fmt"

// Reads the last of three copies as it is: in most tests the rain spoils it for the second friend at the earliest.
func main() {
	var task, text string
	fmt.Scan(&task, &text)
	if task == "write" {
		fmt.Println(text + text + text)
	} else {
		fmt.Println(text[len(text)/3*2:])
	}
}
