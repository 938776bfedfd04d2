# expect: JE
# says: KeyError: 'answer'
# transcript: > 42
# transcript: the interactor ended with exit status 1
# x: the interactor crashes in the middle: its words and the submission's are kept
import sys

print(21, flush=True)
sys.stdin.readline()
raise KeyError("answer")
