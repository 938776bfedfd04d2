# No points: half of a square is too little.
n = int(input())
print(n * n // 2)
