import sys

given, output, answer = (open(path).read().split() for path in sys.argv[1:])
if output == answer:
    print("points 12.5 good", file=sys.stderr)
    sys.exit(7)
print("partially correct (40) the half", file=sys.stderr)
sys.exit(40)
