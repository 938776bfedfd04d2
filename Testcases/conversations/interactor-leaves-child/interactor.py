# expect: AC
# x: the interactor accepts and leaves a child behind that holds both pipes open
import os
import sys
import time

sys.stdin.readline()
if os.fork() == 0:
    os.setsid()
    time.sleep(600)
sys.exit(42)
