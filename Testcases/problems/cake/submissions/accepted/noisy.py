# Both streams by turns, and more on standard error than any pipe holds.
import sys

a, b = map(int, input().split())
for part in (a // b, a % b):
    print("debug: %r\n" % part * 8000, file=sys.stderr)
    print(part, flush=True)
