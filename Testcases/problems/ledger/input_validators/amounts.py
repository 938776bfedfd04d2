import re
import sys

match = re.fullmatch(r"([1-9]\d*)\n([1-9]\d*(?: [1-9]\d*)*)\n", sys.stdin.read())
ok = match is not None and int(match[1]) <= 1000 and len(match[2].split(" ")) == int(match[1])
ok = ok and all(int(amount) <= 10**6 for amount in match[2].split(" "))
sys.exit(42 if ok else 43)
