import sys

line = sys.stdin.read()
assert line.endswith("\n") and line[:-1].isalpha()
sys.exit(42)
