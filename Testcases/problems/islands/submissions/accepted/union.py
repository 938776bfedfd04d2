def main():
    height, width = map(int, input().split())
    chart = "".join(input() for _ in range(height))
    leader = list(range(height * width))

    def find(i):
        while leader[i] != i:
            leader[i] = leader[leader[i]]
            i = leader[i]
        return i

    for i, square in enumerate(chart):
        if square == "#":
            if i % width and chart[i - 1] == "#":
                leader[find(i - 1)] = find(i)
            if i >= width and chart[i - width] == "#":
                leader[find(i - width)] = find(i)
    size = {}
    for i, square in enumerate(chart):
        if square == "#":
            size[find(i)] = size.get(find(i), 0) + 1
    print(len(size), max(size.values(), default=0))


main()
