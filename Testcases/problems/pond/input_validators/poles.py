import re
import sys

whole = re.compile(r"[1-9][0-9]{0,3}")
place = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]{1,3})?")
lines = sys.stdin.buffer.read().decode("latin-1").split("\n")
ok = lines[-1] == "" and whole.fullmatch(lines[0]) is not None
ok = ok and 3 <= int(lines[0]) <= 1000 and len(lines) == int(lines[0]) + 2
if ok:
    for line in lines[1:-1]:
        fields = line.split(" ")
        ok = ok and len(fields) == 2
        ok = ok and all(place.fullmatch(f) and abs(float(f)) <= 1e5 for f in fields)
sys.exit(42 if ok else 43)
