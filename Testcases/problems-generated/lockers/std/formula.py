with open("lockers.in") as file:
    n = int(file.read())
with open("lockers.out", "w") as file:
    print(n * (n + 1) // 2, file=file)
