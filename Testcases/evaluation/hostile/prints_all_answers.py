for number in range(-100, 101):
    print(f"sum-fe29c1-{number}")
