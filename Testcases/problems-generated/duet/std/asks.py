"""The first asks, the second answers."""
import sys

number = int(input())
if sys.argv[-1] == "0":
    print("?", flush=True)
    print("!", number + int(input()), flush=True)
else:
    while input() != "!":
        print(number, flush=True)
