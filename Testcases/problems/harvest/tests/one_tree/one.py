n = int(input())
apples = list(map(int, input().split()))
print(apples[1] if n > 1 else 0)
