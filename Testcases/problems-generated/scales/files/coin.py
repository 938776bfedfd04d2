"""Writes how many coins there are, and which of them is light: chosen by a seed. coin COUNT SEED"""
import sys

count, seed = map(int, sys.argv[1:])
print(count, seed * 2654435761 % count + 1)
