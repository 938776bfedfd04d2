package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
)

// The paper is nearly full of blanks, and they do not count.
func main() {
	in := bufio.NewReader(os.Stdin)
	var n int
	fmt.Fscanln(in, &n)
	verse, _ := in.ReadString('\n')
	verse = strings.TrimSpace(verse)
	written := n * (len(verse) + 1)
	fmt.Print(strings.Repeat(verse+"\n", n))
	fmt.Print(strings.Repeat(" ", 1000*1000-written))
}
