def split(n, next):
    if n <= 2 * next:
        return [n]
    return [next] + split(n - next, next + 1)


print(*split(int(input().split()[1]), 1))
