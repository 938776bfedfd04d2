# Tries all; reads and writes files.
from functools import cache

with open("input.txt") as file:
    room, *passengers = map(int, file.read().split())


@cache
def trips(rest):
    if not rest:
        return ()
    first = (rest & -rest).bit_length() - 1
    best = None
    some = rest
    while some:
        if some >> first & 1 and sum(p for i, p in enumerate(passengers) if some >> i & 1) <= room:
            found = (some,) + trips(rest & ~some)
            if best is None or len(found) < len(best):
                best = found
        some = (some - 1) & rest
    return best


with open("output.txt", "w") as file:
    for trip in trips((1 << len(passengers)) - 1):
        print(*(p for i, p in enumerate(passengers) if trip >> i & 1), file=file)
