def main():
    n, x, a, c, m = map(int, input().split())
    result = 0
    for _ in range(n):
        x = (a * x + c) % m
        result ^= x
    print(result)


main()
