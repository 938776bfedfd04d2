# Uses the standard streams, where nobody looks.
room, *passengers = map(int, open(0).read().split())
for weight in passengers:
    print(weight)
