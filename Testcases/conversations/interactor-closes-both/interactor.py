# expect: WA
# x: the interactor closes both pipes, sleeps a little and rejects
import os
import sys
import time

os.close(0)
os.close(1)
time.sleep(0.2)
sys.exit(43)
