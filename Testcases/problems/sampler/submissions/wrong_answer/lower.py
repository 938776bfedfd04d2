# All stitches small: only the letter case differs.
word = input()
n = len(word)
print("O" * (n + 2))
for i in range(n):
    print("O" + " " * i + "x" + " " * (n - 1 - i) + "O")
print("O" * (n + 2))
