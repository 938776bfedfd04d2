# Counts no hill that is broad: 30 points at most, if the small tests have none.
input()
heights = [0] + list(map(int, input().split())) + [0]
print(sum(a < b > c for a, b, c in zip(heights, heights[1:], heights[2:])))
