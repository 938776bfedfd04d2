n, a, b = map(int, input().split())
for x in range(n // a + 1):
    if (n - x * a) % b == 0:
        print("first:", x, "second:", (n - x * a) // b)
        break
else:
    print("none")
