# Every fourth year, whatever the century.
y, m, d = map(int, input().split("-"))
if m < 3:
    y -= 1
names = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
print(names[(y + y // 4 - 15 + [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][m - 1] + d) % 7])
