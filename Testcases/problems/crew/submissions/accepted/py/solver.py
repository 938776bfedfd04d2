from helper import product

print(product(*map(int, input().split())))
