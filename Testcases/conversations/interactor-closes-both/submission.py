import sys

print(42, flush=True)
sys.exit(5 if sys.stdin.read() else 6)
