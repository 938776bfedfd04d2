# expect: exited 0 or memory_limit
# wall: processes, memory
# limits: cpu=5s wall=15s memory=128MiB processes=16
# at-most: wall=10s
# x: starts threads until the system says no, and reports an error of its own if it never does
import os
import threading

for count in range(1000):
    try:
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    except RuntimeError:
        print("held", flush=True)
        os._exit(0)
print("breach: a thousand threads", flush=True)
os._exit(3)
