import re
import sys

match = re.fullmatch(rb"(?:(?:0|[1-9][0-9]{0,9})[ \n]){5}", sys.stdin.buffer.read())
ok = match is not None and match[0].count(b"\n") == 1 and match[0].endswith(b"\n")
if ok:
    n, x, a, c, m = map(int, match[0].split())
    ok = 1 <= n <= 10**6 and 1 <= m <= 10**9 and max(x, a, c) < m
sys.exit(42 if ok else 43)
