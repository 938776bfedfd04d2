import re
import sys

sys.exit(42 if re.fullmatch(r"write\n[a-z]{1,1000}\n", sys.stdin.read()) else 43)
