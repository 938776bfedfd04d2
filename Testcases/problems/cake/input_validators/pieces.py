import re
import sys

match = re.fullmatch(rb"(0|[1-9][0-9]{0,9}) ([1-9][0-9]{0,9})\n", sys.stdin.buffer.read())
sys.exit(42 if match and max(int(match[1]), int(match[2])) <= 10**9 else 43)
