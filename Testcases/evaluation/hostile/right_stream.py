a, b = map(int, input().split())
print(f"sum-fe29c1-{a + b}")
