import std/[math, sequtils, strutils]

discard stdin.readLine
var total = stdin.readLine.splitWhitespace.map(parseInt).sum
var blocks: seq[seq[int]]
for i in 1..64:
  blocks.add(repeat(i, 1 shl 20))
echo total + blocks.len - 64
