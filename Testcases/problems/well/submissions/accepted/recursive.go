package main

import "fmt"

var a, p int

func cloudiness(level int) int {
	if level == 0 {
		return 1
	}
	return (cloudiness(level-1)*a + level) % p
}

func main() {
	var n int
	fmt.Scan(&n, &a, &p)
	fmt.Println(cloudiness(n))
}
