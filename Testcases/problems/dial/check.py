"""Compares the number of questions, which the interactor writes, with that of the answer."""
import sys

given, log, answer = (open(path).read() for path in sys.argv[1:])
if int(log) <= int(answer):
    print(f"ok {int(log)} questions", file=sys.stderr)
else:
    print(f"wrong answer {int(log)} questions, and {int(answer)} are enough", file=sys.stderr)
    sys.exit(1)
