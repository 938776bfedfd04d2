import std/[math, sequtils, strutils]

discard stdin.readLine
var total = stdin.readLine.splitWhitespace.map(parseInt).sum
while total != 1:
  total = total or 2
echo total
