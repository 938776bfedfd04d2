"""As many lines as the input says, all equally long: a part for as many as fit."""
import sys

given, shape, answer = (open(path).read() for path in sys.argv[1:])
count, length = map(int, given.split())
fit = sum(len(line) == length for line in shape.splitlines()[:count])
if fit < count:
    print(f"points {fit / count:.2f} of the lines", file=sys.stderr)
    sys.exit(7)
print("ok", file=sys.stderr)
