import sys

print(42, flush=True)
sys.exit(1 if sys.stdin.read() else 0)
