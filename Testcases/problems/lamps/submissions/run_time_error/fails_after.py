# One by one, the right answer, and an exit status of 1: no points at all.
import sys

n = int(input())
lit = []
for lamp in range(1, n + 1):
    print("count", lamp, lamp, flush=True)
    if input() == "1":
        lit.append(lamp)
print("lit", *lit)
sys.exit(1)
