import sys

row = ""
for letter in sys.stdin.read().strip():
    if not row or row[-1] < letter:
        row += letter
print(row)
