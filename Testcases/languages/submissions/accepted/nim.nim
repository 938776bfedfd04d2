import std/[math, sequtils, strutils]

discard stdin.readLine
var total = stdin.readLine.splitWhitespace.map(parseInt).sum
echo total
