from itertools import groupby

input()
beads = input().split()
print(len(set(beads)), max(len(list(row)) for _, row in groupby(beads)))
