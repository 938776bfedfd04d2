import re
import sys

lines = sys.stdin.buffer.read().split(b"\n")
head = re.fullmatch(rb"([1-9][0-9]{0,2}) ([1-9][0-9]{0,2})", lines[0])
ok = head is not None and lines.pop() == b""
if ok:
    height, width = int(head[1]), int(head[2])
    ok = height <= 300 and width <= 300 and len(lines) == height + 1
    ok = ok and all(len(row) == width and not row.strip(b"#.") for row in lines[1:])
sys.exit(42 if ok else 43)
