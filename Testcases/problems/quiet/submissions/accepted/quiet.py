from collections import Counter

things = Counter(input() for _ in range(int(input())))
for thing in sorted(things):
    if things[thing] > 1:
        print(thing)
