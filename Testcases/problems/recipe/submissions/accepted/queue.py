import sys
from collections import deque


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    n = numbers[0]
    after = [[] for _ in range(n + 1)]
    waits = [0] * (n + 1)
    for a, b in zip(numbers[2::2], numbers[3::2]):
        after[a].append(b)
        waits[b] += 1
    ready = deque(i for i in range(1, n + 1) if waits[i] == 0)
    order = []
    while ready:
        a = ready.popleft()
        order.append(a)
        for b in after[a]:
            waits[b] -= 1
            if waits[b] == 0:
                ready.append(b)
    print("circle" if len(order) < n else " ".join(map(str, order)))


main()
