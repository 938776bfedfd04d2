# expect: ILE
# says: both wait: the submission was sent nothing and waits; the interactor was sent nothing and waits
# x: both wait for each other's first word
import sys

sys.stdin.readline()
sys.exit(43)
