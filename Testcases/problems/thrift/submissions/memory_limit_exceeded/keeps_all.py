def main():
    n, x, a, c, m = map(int, input().split())
    rows = []
    for _ in range(n):
        x = (a * x + c) % m
        rows.append([x] * 40)
    result = 0
    for row in rows:
        result ^= row[-1]
    print(result)


main()
