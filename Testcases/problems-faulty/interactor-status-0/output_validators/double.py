# Whoever forgets the exit status has not accepted.
import sys

print(open(sys.argv[1]).read().strip(), flush=True)
sys.stdin.readline()
