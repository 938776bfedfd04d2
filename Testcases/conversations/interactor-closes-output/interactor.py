# expect: AC
# x: the interactor closes its output and reads on; the submission reads to the end of its input, and answers
import os
import sys

print("1 2\n3 4", flush=True)
os.close(1)
sys.exit(42 if sys.stdin.readline() == "10\n" else 43)
