entries = list(map(int, open(0).read().split()))[1:]
total = 0
while True:
    total = sum(entries)
