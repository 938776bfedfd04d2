"""Both think that they know the same."""
import sys

number = int(input())
if sys.argv[-1] == "0":
    print("!", 2 * number, flush=True)
else:
    while input() != "!":
        pass
