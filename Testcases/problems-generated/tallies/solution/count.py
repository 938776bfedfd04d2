import sys

print(sum(len(line.strip()) for line in sys.stdin))
