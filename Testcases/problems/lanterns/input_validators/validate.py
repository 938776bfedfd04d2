import sys

assert 1 <= int(sys.stdin.read()) <= 1000
sys.exit(42)
