"""Asks for one after the other, until the second says that this was all."""
import sys

number = int(input())
if sys.argv[-1] == "0":
    other = 0
    print("?", flush=True)
    while input() == "1":
        other += 1
        print("?", flush=True)
    print("!", number + other, flush=True)
else:
    while input() != "!":
        print(1 if number > 0 else 0, flush=True)
        number -= 1
