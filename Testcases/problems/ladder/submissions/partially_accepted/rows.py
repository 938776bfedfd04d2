# 50 points: too slow where there are many rows, in any Python.
n = int(input())
rungs = [0] * 8
for row in range(1, n + 1):
    rungs[row * 7919 % 9973 % 97 % 8] += row
print(sum(rungs))
