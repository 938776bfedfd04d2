// Calls a function of the candidate: reads the words that results begin with, then the arguments of each call, an array a
// line, and writes a line for each result. The function's own type says what its arguments are.
package main

import (
	verdictBufio "bufio"
	verdictJSON "encoding/json"
	verdictFmt "fmt"
	verdictMath "math"
	verdictOS "os"
	verdictReflect "reflect"
	verdictStrconv "strconv"
	verdictStrings "strings"
)

type ListNode struct {
	Val  int
	Next *ListNode
}

type TreeNode struct {
	Val   int
	Left  *TreeNode
	Right *TreeNode
}

func verdictFail(words string) {
	verdictFmt.Fprintln(verdictOS.Stderr, words)
	verdictOS.Exit(1)
}

func verdictMin(left, right int) int {
	if left < right {
		return left
	}
	return right
}

func verdictList(values []int) *ListNode {
	var head *ListNode
	for place := len(values) - 1; place >= 0; place-- {
		head = &ListNode{values[place], head}
	}
	return head
}

func verdictTree(values []*int) *TreeNode {
	if len(values) == 0 || values[0] == nil {
		return nil
	}
	root := &TreeNode{Val: *values[0]}
	open := []*TreeNode{root}
	for place := 1; len(open) > 0 && place < len(values); open = open[1:] {
		for _, side := range []**TreeNode{&open[0].Left, &open[0].Right} {
			if place < len(values) && values[place] != nil {
				*side = &TreeNode{Val: *values[place]}
				open = append(open, *side)
			}
			place++
		}
	}
	return root
}

func verdictArgument(text verdictJSON.RawMessage, kind verdictReflect.Type) verdictReflect.Value {
	value := verdictReflect.New(kind)
	var err error
	switch kind {
	case verdictReflect.TypeOf((*ListNode)(nil)):
		var values []int
		err = verdictJSON.Unmarshal(text, &values)
		value.Elem().Set(verdictReflect.ValueOf(verdictList(values)))
	case verdictReflect.TypeOf((*TreeNode)(nil)):
		var values []*int
		err = verdictJSON.Unmarshal(text, &values)
		value.Elem().Set(verdictReflect.ValueOf(verdictTree(values)))
	default:
		// A byte or rune is a text of one sign; a slice of them, a slice of texts.
		if value.Elem().Kind() == verdictReflect.Slice && len(text) > 0 && text[0] == '[' {
			var elements []verdictJSON.RawMessage
			err = verdictJSON.Unmarshal(text, &elements)
			slice := verdictReflect.MakeSlice(kind, 0, len(elements))
			for _, element := range elements {
				slice = verdictReflect.Append(slice, verdictArgument(element, kind.Elem()))
			}
			value.Elem().Set(slice)
		} else if kindOf := kind.Kind(); len(text) > 0 && text[0] == '"' && (kindOf == verdictReflect.Uint8 || kindOf == verdictReflect.Int32) {
			var word string
			err = verdictJSON.Unmarshal(text, &word)
			for _, sign := range word {
				if kindOf == verdictReflect.Uint8 {
					value.Elem().SetUint(uint64(sign))
				} else {
					value.Elem().SetInt(int64(sign))
				}
				break
			}
		} else {
			err = verdictJSON.Unmarshal(text, value.Interface())
		}
	}
	if err != nil {
		verdictFail("an argument is not what the function takes: " + err.Error())
	}
	return value.Elem()
}

func verdictWrite(text *verdictStrings.Builder, value verdictReflect.Value) {
	switch result := value.Interface().(type) {
	case *ListNode:
		values := []int{}
		seen := map[*ListNode]bool{}
		for node := result; node != nil; node = node.Next {
			if seen[node] {
				verdictFail("the list leads back to itself")
			}
			seen[node] = true
			values = append(values, node.Val)
		}
		verdictWrite(text, verdictReflect.ValueOf(values))
		return
	case *TreeNode:
		values := []*int{}
		seen := map[*TreeNode]bool{}
		for open := []*TreeNode{result}; len(open) > 0; open = open[1:] {
			if open[0] == nil {
				values = append(values, nil)
				continue
			}
			if seen[open[0]] {
				verdictFail("the tree leads back to itself")
			}
			seen[open[0]] = true
			values = append(values, &open[0].Val)
			open = append(open, open[0].Left, open[0].Right)
		}
		for len(values) > 0 && values[len(values)-1] == nil {
			values = values[:len(values)-1]
		}
		verdictWrite(text, verdictReflect.ValueOf(values))
		return
	}
	switch value.Kind() {
	case verdictReflect.Slice, verdictReflect.Array:
		text.WriteByte('[')
		for place := 0; place < value.Len(); place++ {
			if place > 0 {
				text.WriteByte(',')
			}
			element := value.Index(place)
			if element.Kind() == verdictReflect.Uint8 {
				verdictWrite(text, verdictReflect.ValueOf(string(rune(element.Uint()))))
			} else {
				verdictWrite(text, element)
			}
		}
		text.WriteByte(']')
	case verdictReflect.Float32, verdictReflect.Float64:
		number := value.Float()
		switch {
		case verdictMath.IsNaN(number):
			text.WriteString("NaN")
		case verdictMath.IsInf(number, 1):
			text.WriteString("Infinity")
		case verdictMath.IsInf(number, -1):
			text.WriteString("-Infinity")
		default:
			text.WriteString(verdictStrconv.FormatFloat(number, 'g', -1, value.Type().Bits()))
		}
	default:
		written, err := verdictJSON.Marshal(value.Interface())
		if err != nil {
			verdictFail("the result cannot be written: " + err.Error())
		}
		text.Write(written)
	}
}

func main() {
	input := verdictBufio.NewReaderSize(verdictOS.Stdin, 1<<20)
	channel := verdictOS.Stdout
	key, _ := input.ReadString('\n')
	key = verdictStrings.TrimSpace(key)
	function := verdictReflect.ValueOf({{target}})
	kind := function.Type()
	for {
		line, err := input.ReadString('\n')
		if verdictStrings.TrimSpace(line) != "" {
			var texts []verdictJSON.RawMessage
			if problem := verdictJSON.Unmarshal([]byte(line), &texts); problem != nil {
				verdictFail("the arguments cannot be read: " + problem.Error())
			}
			if len(texts) != kind.NumIn() || kind.NumOut() == 0 {
				verdictFail("the function takes another number of arguments, or gives no result")
			}
			arguments := []verdictReflect.Value{}
			for place, text := range texts {
				arguments = append(arguments, verdictArgument(text, kind.In(place)))
			}
			call := function.Call
			if kind.IsVariadic() {
				call = function.CallSlice
			}
			text := verdictStrings.Builder{}
			text.WriteString("\n" + key + " ")
			// Several results are an array.
			for place, result := range call(arguments) {
				if kind.NumOut() > 1 {
					text.WriteByte("[,"[verdictMin(place, 1)])
				}
				verdictWrite(&text, result)
			}
			if kind.NumOut() > 1 {
				text.WriteByte(']')
			}
			text.WriteString("\n")
			channel.WriteString(text.String())
		}
		if err != nil {
			break
		}
	}
	verdictOS.Exit(0)
}
