# Takes the most beads of one colour for the longest row.
from collections import Counter

input()
beads = Counter(input().split())
print(len(beads), max(beads.values()))
