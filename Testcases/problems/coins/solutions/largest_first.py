n, a, b = map(int, input().split())
for x in range(n // a, -1, -1):
    if (n - x * a) % b == 0:
        print(x)
        print((n - x * a) // b)
        break
else:
    print("  -1  ")
