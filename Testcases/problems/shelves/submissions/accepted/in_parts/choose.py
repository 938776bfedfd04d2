import books


def choose(length, widths):
    """The numbers of the books on the first shelf, so that all others fit on the second; None if they do not."""
    before = {0: None}
    for number, width in enumerate(widths, 1):
        for filled in [x for x in before if x + width <= length and x + width not in before]:
            before[filled + width] = (number, filled)
    fitting = [x for x in before if sum(widths) - x <= length]
    if not fitting:
        return None
    numbers, step = [], before[max(fitting)]
    while step is not None:
        numbers.append(step[0])
        step = before[step[1]]
    return numbers


if __name__ == "__main__":
    numbers = choose(*books.read())
    if numbers is None:
        print("impossible")
    else:
        print(len(numbers))
        print(*numbers)
