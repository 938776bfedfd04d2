import re
import sys

first = sys.stdin.readline()
assert re.fullmatch(r"[1-9][0-9]*\n", first)
n = int(first)
assert n <= 1000
second = sys.stdin.readline()
assert re.fullmatch(r"(0|-?[1-9][0-9]*)( (0|-?[1-9][0-9]*))*\n", second)
numbers = [int(word) for word in second.split()]
assert len(numbers) == n
assert all(-(10**9) <= number <= 10**9 for number in numbers)
assert sys.stdin.readline() == ""
sys.exit(42)
