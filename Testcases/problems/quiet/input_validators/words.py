import re
import sys

match = re.fullmatch(rb"(0|[1-9][0-9]{0,2})\n((?:[a-z]{1,20}\n)*)", sys.stdin.buffer.read())
sys.exit(42 if match and int(match[1]) == match[2].count(b"\n") <= 100 else 43)
