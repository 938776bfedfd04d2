# Reads a string of beads and writes it sorted by colour; with "-r" the other way round.
import sys

count = input()
colours = sorted(map(int, input().split()), reverse=sys.argv[1:] == ["-r"])
print(count)
print(*colours)
