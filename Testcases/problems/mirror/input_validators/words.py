import re
import sys

match = re.fullmatch(rb"([1-9][0-9]?)\n((?:[a-z]{1,100}\n)+)", sys.stdin.buffer.read())
sys.exit(42 if match and int(match[1]) == match[2].count(b"\n") <= 50 else 43)
