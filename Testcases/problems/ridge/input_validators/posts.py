import re
import sys

lines = sys.stdin.read().split("\n")
ok = len(lines) == 3 and lines[2] == "" and all(re.fullmatch(r"[1-9][0-9]{0,9}( [1-9][0-9]{0,9})*", x) for x in lines[:2])
if ok:
    n = int(lines[0]) if " " not in lines[0] else 0
    heights = list(map(int, lines[1].split(" ")))
    ok = 1 <= n <= 1000 and len(heights) == n and len(set(heights)) == n and max(heights) <= 10**9
sys.exit(42 if ok else 43)
