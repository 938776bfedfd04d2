# expect: JE
# says: the interactor did not end after
# transcript: the submission ended with exit status 0
# x: the interactor sees the end of its input, and sleeps
import sys
import time

print(21, flush=True)
sys.stdin.read()
time.sleep(600)
