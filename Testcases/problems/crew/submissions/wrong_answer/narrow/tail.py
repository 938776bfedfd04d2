from low import product

print(product(*map(int, input().split())))
