"""No more weighings than the main solution needs."""
import sys

given, log, answer = (open(path).read() for path in sys.argv[1:])
if int(log) > int(answer):
    print(f"wrong answer {int(log)} weighings, and {int(answer)} are enough", file=sys.stderr)
    sys.exit(1)
print(f"ok {int(log)} weighings", file=sys.stderr)
