import re
import sys

match = re.fullmatch(rb"(0|[1-9][0-9]{0,9}) (0|[1-9][0-9]{0,9}) ([1-9][0-9]{0,9})\n", sys.stdin.buffer.read())
ok = match is not None
if ok:
    n, a, p = map(int, match.groups())
    ok = n <= 500000 and a < p and 2 <= p <= 10**9
sys.exit(42 if ok else 43)
