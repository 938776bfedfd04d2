low, high = 1, 100
while True:
    middle = (low + high) // 2
    print(middle, flush=True)
    answer = input()
    if answer == "yes":
        break
    low, high = (middle + 1, high) if answer == "more" else (low, middle - 1)
