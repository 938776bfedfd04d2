n = int(input().split()[1])
print(f"1 + {n - 1}" if n > 2 else n)
