# expect: TLE
# says: still computed when it was stopped
# x: many short turns until the time by the clock is over, for which the interactor takes the most: the submission is slow, not idle
import sys
import time

number = 0
while True:
    print(number, flush=True)
    time.sleep(0.006)
    if not sys.stdin.readline():
        sys.exit(43)
    number += 1
