def main():
    n, s = map(int, input().split())
    books = list(map(int, input().split()))
    total = sum(books)
    made = {0: None}  # length -> (book, length before)
    for number, book in enumerate(books, 1):
        for length in [x for x in made if x + book <= s and x + book not in made]:
            made[length + book] = (number, length)
    fits = [x for x in made if total - x <= s]
    if not fits:
        print("impossible")
        return
    step = made[min(fits)]
    chosen = []
    while step is not None:
        chosen.append(step[0])
        step = made[step[1]]
    print(len(chosen))
    print(*chosen)


main()
