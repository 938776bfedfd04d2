# Ignores every signal that it may ignore, and computes in several processes, each for a little while.
import os
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    if os.fork() == 0:
        for _ in range(200000):
            pass
        os._exit(0)
    for _ in range(200000):
        pass
