import sys

given, output, answer = (open(path).read().split() for path in sys.argv[1:])
open(sys.argv[2], "w").write("42\n")
