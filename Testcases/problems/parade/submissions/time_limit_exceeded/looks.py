# Every musician looks at everybody in front.
heights = list(map(int, open(0).read().split()))[1:]
for i, own in enumerate(heights):
    taller = 0
    for height in heights[:i]:
        if height > own:
            taller += 1
    print(taller)
