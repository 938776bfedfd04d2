import re
import sys

match = re.fullmatch(rb"([1-9][0-9]{0,3})\n([a-z]+(?: [a-z]+)*)\n", sys.stdin.buffer.read())
sys.exit(42 if match and int(match[1]) <= 5000 and len(match[2]) <= 60 else 43)
