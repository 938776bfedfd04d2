"""Says nothing in the first run, and so the second one has nothing to read."""
number = int(input())
if number % 2 == 0:
    print(2 * number)
