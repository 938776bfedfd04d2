"""Whoever sees the lamps knows the number."""
import sys

given, seen, answer = (open(path).read().split() for path in sys.argv[1:])
if seen != given:
    print(f"wrong answer the number is {given[0]}, and not {' '.join(seen)[:40]}", file=sys.stderr)
    sys.exit(1)
print("ok", file=sys.stderr)
