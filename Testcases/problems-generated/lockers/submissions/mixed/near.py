with open("lockers.in") as file:
    n = int(file.read())
with open("lockers.out", "w") as file:
    print(n * (n + 1) // 2 + 1, file=file)
