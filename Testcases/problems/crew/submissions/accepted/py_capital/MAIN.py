from alpha import product

print(product(*map(int, input().split())))
