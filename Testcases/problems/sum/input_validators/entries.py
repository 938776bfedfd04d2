import re
import sys

lines = sys.stdin.buffer.read().decode("latin-1").split("\n")
number = re.compile(r"0|-?[1-9][0-9]*")
ok = len(lines) == 3 and lines[2] == "" and number.fullmatch(lines[0]) is not None
if ok:
    entries = lines[1].split(" ")
    ok = 1 <= int(lines[0]) <= 1000 and len(entries) == int(lines[0])
    ok = ok and all(number.fullmatch(e) and abs(int(e)) <= 10**12 for e in entries)
sys.exit(42 if ok else 43)
