from parts import split

print(split(input()))
