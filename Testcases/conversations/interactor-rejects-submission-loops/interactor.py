# expect: WA
# transcript: the submission was stopped, because the other had ended
# x: whoever is rejected first is not too slow
import sys

print(21, flush=True)
sys.stdin.readline()
sys.exit(43)
