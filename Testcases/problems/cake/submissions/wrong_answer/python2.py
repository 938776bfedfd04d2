# Divides as an older Python did not: 2.4 pieces each.
a, b = map(int, input().split())
print(a / b, a % b)
