"""Too slow for many."""
input()
pebbles = input().split()
if len(pebbles) > 100:
    raise SystemExit(1)
print(len([pebble for index, pebble in enumerate(pebbles) if pebble not in pebbles[:index]]))
