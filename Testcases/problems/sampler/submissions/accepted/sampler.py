word = input()
n = len(word)
print("O" * (n + 2))
for i, letter in enumerate(word):
    print("O" + " " * i + ("X" if letter == "U" else "x") + " " * (n - 1 - i) + "O")
print("O" * (n + 2))
