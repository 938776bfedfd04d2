package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		panic(err)
	}
	fmt.Println("Everyone is welcome")
}
