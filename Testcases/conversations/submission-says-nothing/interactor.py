# expect: ILE
# says: in a second run, both wait: the submission has read 1 line and waits for more; the interactor was sent nothing and waits; the submission has sent nothing; does it flush its output?
# transcript: < 123
# x: the submission only reads; an interactor that crashes when the submission is gone is not to blame
import sys

print(123, flush=True)
sys.exit(42 if int(sys.stdin.readline()) == 123 else 43)
