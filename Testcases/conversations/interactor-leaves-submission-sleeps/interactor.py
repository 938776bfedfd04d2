# expect: ILE
# transcript: the interactor ended with exit status 42
# transcript: the submission was stopped at its wall time limit
# x: the interactor accepts and leaves; the submission stays, and an accepted one must end
import sys

sys.exit(42)
