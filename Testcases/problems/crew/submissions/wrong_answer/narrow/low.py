def product(a, b):
    return a * b % 2**32
