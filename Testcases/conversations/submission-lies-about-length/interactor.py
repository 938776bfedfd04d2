# expect: WA
# says: the numbers end too early
# transcript: > 1000000000
# transcript: > 2
# x: announces a thousand million numbers and sends two
import sys

for _ in range(int(sys.stdin.readline())):
    if not sys.stdin.readline():
        print("the numbers end too early", file=sys.stderr)
        sys.exit(43)
sys.exit(42)
