package main

import (
	"bufio"
	"fmt"
	"os"
)

func main() {
	entrée := bufio.NewScanner(os.Stdin)
	entrée.Scan()
	fmt.Printf("%s: %d\n", entrée.Text(), len([]rune(entrée.Text())))
}
