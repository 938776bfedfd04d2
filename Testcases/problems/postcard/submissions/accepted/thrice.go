package main

import "fmt"

func main() {
	var task, text string
	fmt.Scan(&task, &text)
	out := []byte{}
	if task == "write" {
		for i := range text {
			out = append(out, text[i], text[i], text[i])
		}
	} else {
		for i := 0; i < len(text); i += 3 {
			letter := text[i]
			if text[i+1] == text[i+2] {
				letter = text[i+1]
			}
			out = append(out, letter)
		}
	}
	fmt.Println(string(out))
}
