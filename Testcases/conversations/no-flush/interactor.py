# expect: ILE
# says: both wait: the submission has read 2 lines and waits for more; the interactor has read 1 line and waits for more; nothing was flushed after byte 9
# transcript: > ask 1 21
# transcript: < 22
# x: the usual mistake: the second question stays in the buffer
import sys

print(21, flush=True)
sys.stdin.readline()
print(22, flush=True)
sys.stdin.readline()
sys.exit(43)
