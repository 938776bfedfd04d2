# expect: WA
# says: not 23
# transcript: < 21
# transcript: > 23
# transcript: the interactor ended with exit status 43
# x: the interactor rejects what it read
import sys

print(21, flush=True)
line = sys.stdin.readline()
print("not", line, file=sys.stderr)
sys.exit(42 if line == "42\n" else 43)
