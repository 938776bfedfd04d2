# Sees the end of the submission's output, and sleeps for ever.
import sys
import time

print(open(sys.argv[1]).read().strip(), flush=True)
sys.stdin.read()
while True:
    time.sleep(60)
