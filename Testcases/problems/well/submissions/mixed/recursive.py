# @EXPECTED_RESULTS@: CORRECT, RUN-ERROR, MEMORY-LIMIT, TIMELIMIT
# How deep an interpreter may go with its own limit lifted differs from one to the next.
import sys

sys.setrecursionlimit(600000)
n, a, p = map(int, input().split())


def cloudiness(level):
    return 1 if level == 0 else (cloudiness(level - 1) * a + level) % p


print(cloudiness(n))
