n = int(input())
entries = list(map(int, input().split()))
print(sum(entries[i] for i in range(n + 1)))
