# expect: ILE
# says: its last line, which ends at byte 6, has no line end
# transcript: > ask 21 [no line end]
# x: a question without its line end, which the interactor waits for
import sys

print(21, flush=True)
sys.stdin.readline()
sys.exit(43)
