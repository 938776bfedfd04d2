# Python's way to end when an exception is not caught: neither 42 nor 43.
import sys

print(open(sys.argv[1]).read().strip(), flush=True)
sys.stdin.readline()
raise KeyError("answer")
