"""files.py COUNT SHAPE --name=NAME: pebbles of one shape, in a file."""
import sys

count, shape = map(int, sys.argv[1:3])
with open(sys.argv[3].removeprefix("--name=") + ".in", "w") as file:
    print(count, file=file)
    print(*[shape] * count, file=file)
