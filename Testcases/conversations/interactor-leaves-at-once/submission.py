import sys

sys.exit(1 if sys.stdin.read() else 0)
