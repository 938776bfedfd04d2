# expect: ILE
# says: the submission has read 3 lines and waits for more; the interactor was sent nothing
# x: the interactor announces three numbers and sends two: nobody can tell who is wrong
import sys

print(3, 1, 2, sep="\n", flush=True)
sys.exit(42 if sys.stdin.readline() == "3\n" else 43)
