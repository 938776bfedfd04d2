import re
import sys

lines = sys.stdin.buffer.read().split(b"\n")
number = re.compile(rb"[1-9][0-9]{0,3}")
ok = len(lines) == 3 and lines[2] == b"" and number.fullmatch(lines[0]) is not None
if ok:
    lengths = lines[1].split(b" ")
    ok = 4 <= int(lines[0]) <= 1000 and len(lengths) == int(lines[0])
    ok = ok and all(number.fullmatch(length) and int(length) <= 1000 for length in lengths)
sys.exit(42 if ok else 43)
