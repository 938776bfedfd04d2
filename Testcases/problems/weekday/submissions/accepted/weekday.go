package main

import (
	"fmt"
	"time"
)

func main() {
	var text string
	fmt.Scan(&text)
	day, err := time.Parse("2006-01-02", text)
	if err != nil {
		panic(err)
	}
	fmt.Println(day.Weekday())
}
