# No question, no answer, and an exit status that says so.
import sys

sys.exit(int(input()) % 100 + 1)
