# Adds the number of entries too.
import sys

print(sum(map(int, sys.stdin.read().split())))
