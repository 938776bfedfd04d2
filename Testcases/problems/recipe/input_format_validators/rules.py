import re
import sys

number = re.compile(r"0|[1-9][0-9]{0,5}")
lines = [line.split(" ") for line in sys.stdin.buffer.read().decode("latin-1").split("\n")]
ok = lines.pop() == [""] and len(lines) > 0
ok = ok and all(len(line) == 2 and all(number.fullmatch(f) for f in line) for line in lines)
if ok:
    rules = [(int(a), int(b)) for a, b in lines]
    n, m = rules.pop(0)
    ok = 1 <= n <= 20000 and m <= 30000 and len(rules) == m
    ok = ok and all(1 <= a <= n and 1 <= b <= n and a != b for a, b in rules)
sys.exit(42 if ok else 43)
