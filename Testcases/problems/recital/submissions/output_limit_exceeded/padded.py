# The right verses and then blanks, without end: correct as far as it goes.
import sys

n = int(input())
verse = input()
sys.stdout.write((verse + "\n") * n)
while True:
    sys.stdout.write(" " * 65536)
