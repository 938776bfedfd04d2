"""Takes the right number; who is off by one gets four tenths."""
import sys

output, answer = (int(open(path).read()) for path in sys.argv[2:4])
if output == answer:
    sys.stderr.write("ok\n")
elif abs(output - answer) == 1:
    sys.stderr.write("points 0.4 off by one\n")
    sys.exit(7)
else:
    sys.stderr.write("wrong answer\n")
    sys.exit(1)
