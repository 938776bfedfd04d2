import sys

text = sys.stdin.read()
assert text.endswith("\n") and 1 <= int(text) <= 100
sys.exit(42)
