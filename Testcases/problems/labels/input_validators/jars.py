import re
import sys

match = re.fullmatch(rb"(0|-?[1-9][0-9]{0,3}) (0|-?[1-9][0-9]{0,3}) (0|-?[1-9][0-9]{0,3})\n", sys.stdin.buffer.read())
sys.exit(42 if match and all(abs(int(label)) <= 1000 for label in match.groups()) else 43)
