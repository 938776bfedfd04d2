n = int(input())
if n > 0:
print(sum(map(int, input().split())))
