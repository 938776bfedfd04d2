with open("lockers.out", "w") as file:
    print(0, file=file)
