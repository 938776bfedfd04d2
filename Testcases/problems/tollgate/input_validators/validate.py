import os
import sys

lines = sys.stdin.read().split("\n")
count = int(lines[0])
kinds = lines[1].split(" ")
tariff = dict(line.split() for line in open("tariff.txt") if line.strip())
assert len(lines) == 3 and lines[2] == "" and 1 <= count == len(kinds) <= {{limit}}
assert all(kind in tariff for kind in kinds)
assert int(sys.argv[1]) <= min(map(int, tariff.values()))
sys.exit(42)
