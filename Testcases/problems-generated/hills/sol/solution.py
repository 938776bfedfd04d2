# A hill is higher than what stands on both sides of it; as high neighbours are one hill.
from itertools import groupby

input()
heights = [0] + [height for height, _ in groupby(map(int, input().split()))] + [0]
print(sum(a < b > c for a, b, c in zip(heights, heights[1:], heights[2:])))
