package main

import (
	"bufio"
	"fmt"
	"os"
)

var after [][]int
var state []byte
var order []int

func visit(a int) bool {
	state[a] = 1
	for _, b := range after[a] {
		if state[b] == 1 || state[b] == 0 && !visit(b) {
			return false
		}
	}
	state[a] = 2
	order = append(order, a)
	return true
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	var n, m, a, b int
	fmt.Fscan(in, &n, &m)
	after = make([][]int, n+1)
	state = make([]byte, n+1)
	for i := 0; i < m; i++ {
		fmt.Fscan(in, &a, &b)
		after[a] = append(after[a], b)
	}
	for i := 1; i <= n; i++ {
		if state[i] == 0 && !visit(i) {
			fmt.Fprintln(out, "circle")
			return
		}
	}
	for i := n - 1; i >= 0; i-- {
		fmt.Fprintln(out, order[i])
	}
}
