# Waits for the submission, which waits for it.
import sys

sys.exit(42 if sys.stdin.readline() == "42\n" else 43)
