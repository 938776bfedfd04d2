# expect: AC
# x: the interactor accepts and says nothing; the submission reads the end of its input
import sys

sys.exit(42)
