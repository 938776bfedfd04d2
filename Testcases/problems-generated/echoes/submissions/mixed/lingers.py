"""As small.py, and still there for a while when the interactor has given its points and ended."""
import time

for _ in range(int(input())):
    print(2 * int(input()) % 100, flush=True)
time.sleep(0.3)
