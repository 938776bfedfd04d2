# Accepts without score.txt.
import sys

print(open(sys.argv[1]).read().strip(), flush=True)
sys.exit(42 if sys.stdin.readline() == "42\n" else 43)
