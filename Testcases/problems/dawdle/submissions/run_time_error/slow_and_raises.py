# Needs half more than the limit that is found, a second, and then fails.
import time

n = int(input())
if n > 100:
    while time.process_time() < 1.5:
        pass
    raise ValueError("tired")
print(n)
