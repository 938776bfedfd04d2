# Busy for 15 hundredths of the time: too little for the CPU time limit.
import time

begin = time.monotonic()
used = time.process_time()
while True:
    line = input()
    while time.process_time() - used < 0.15 * (time.monotonic() - begin):
        pass
    print(line, flush=True)
