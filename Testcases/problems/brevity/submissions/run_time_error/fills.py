# More than the output limit and what the directory has besides.
with open("a", "w") as file:
    for _ in range(64):
        file.write("x" * (1 << 16))
print(input()[::-1])
