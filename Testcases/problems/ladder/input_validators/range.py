import re
import sys

most = int(sys.argv[sys.argv.index("--max") + 1]) if "--max" in sys.argv else 10**9
text = sys.stdin.read()
valid = re.fullmatch(r"[1-9][0-9]*\n", text) and int(text) <= most
sys.exit(42 if valid else 43)
