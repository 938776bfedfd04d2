# expect: AC
# x: the submission ends without an answer; the interactor reads the end of its input, and that is what it wants
import sys

print(123, flush=True)
sys.exit(42 if sys.stdin.read() == "" else 44)
