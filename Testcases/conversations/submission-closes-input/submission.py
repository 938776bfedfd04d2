import os
import time

os.close(0)
print(42, flush=True)
time.sleep(0.4)
