# Never notices a circle, and so prints too few steps.
import sys
from graphlib import CycleError, TopologicalSorter

numbers = list(map(int, sys.stdin.read().split()))
sorter = TopologicalSorter({i: [] for i in range(1, numbers[0] + 1)})
for a, b in zip(numbers[2::2], numbers[3::2]):
    sorter.add(b, a)
try:
    print(*sorter.static_order())
except CycleError:
    print(*range(1, numbers[0]))
