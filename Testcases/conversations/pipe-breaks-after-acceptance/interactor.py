# expect: AC
# x: the submission dies of a broken pipe when it was accepted: that is not its fault
import sys

sys.stdin.readline()
sys.exit(42)
