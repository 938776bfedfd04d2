import sys

print(42, flush=True)
sys.stdin.read()
sys.exit(3)
