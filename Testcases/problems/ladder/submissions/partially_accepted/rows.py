# 50 points: too slow where there are many rows.
n = int(input())
rungs = 0
for row in range(1, n + 1):
    rungs += row
print(rungs)
