import sys

word = sys.stdin.read().strip()
rows = [""]
for letter in word:
    rows.append(max((row for row in rows if not row or row[-1] < letter), key=len) + letter)
print(max(rows, key=len))
