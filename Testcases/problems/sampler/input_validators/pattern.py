import re
import sys

sys.exit(42 if re.fullmatch(rb"[UL]{1,60}\n", sys.stdin.buffer.read()) else 43)
