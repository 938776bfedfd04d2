# A result that nests too deep for whoever reads it by recursion.
import sys


def twice(x):
    sys.setrecursionlimit(1 << 30)
    value = x
    for _ in range(50000):
        value = [value]
    return value
