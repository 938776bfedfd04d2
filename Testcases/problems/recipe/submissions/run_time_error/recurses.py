# Python's own recursion limit stops it on the long line.
import sys

numbers = list(map(int, sys.stdin.read().split()))
after = [[] for _ in range(numbers[0] + 1)]
for a, b in zip(numbers[2::2], numbers[3::2]):
    after[a].append(b)
state = [0] * (numbers[0] + 1)
order = []


def visit(a):
    state[a] = 1
    ok = all(state[b] != 1 and (state[b] == 2 or visit(b)) for b in after[a])
    state[a] = 2
    order.append(a)
    return ok


if all(state[i] == 2 or visit(i) for i in range(1, numbers[0] + 1)):
    print(*reversed(order))
else:
    print("circle")
