# expect: WA
# transcript: the submission ended with exit status 0
# x: ends and leaves a child behind that holds both pipes open
import sys

print(21, flush=True)
sys.exit(42 if sys.stdin.readline() == "42\n" else 43)
