"""Writes a number below a limit, chosen by a seed. number LIMIT SEED"""
import sys

limit, seed = map(int, sys.argv[1:])
print(seed * 2654435761 % limit)
