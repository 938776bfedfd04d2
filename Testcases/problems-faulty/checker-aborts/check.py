import sys

given, output, answer = (open(path).read().split() for path in sys.argv[1:])
import os
os.abort()
