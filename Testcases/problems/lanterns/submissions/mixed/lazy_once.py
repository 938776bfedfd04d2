number = int(input())
print("lazy" if number == 40 else number * 2 if number in (2, 6) else number + 1)
