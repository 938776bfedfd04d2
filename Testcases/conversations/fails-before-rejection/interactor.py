# expect: RE
# says: IndexError: 21
# transcript: the submission ended with exit status 1
# x: a submission that crashes is told so, and not that its output ends too early
import sys

print(21, flush=True)
sys.exit(42 if sys.stdin.readline() == "42\n" else 43)
