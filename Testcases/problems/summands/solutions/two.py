n = int(input().split()[1])
if n < 3 or n == 5:
    print(n)
else:
    print(1, n - 1)
