import std/[math, sequtils, strutils]

discard stdin.readLine
var total = stdin.readLine.splitWhitespace.map(parseInt).sum
let text: string = total
echo text
