# Both numbers have to be right. Called as testlib's checkers are: input, output, answer.
import sys


def words(name):
    with open(name) as file:
        return file.read().split()


answer, output = words(sys.argv[3]), words(sys.argv[2])
if len(output) != 2:
    print("wrong output format two numbers expected, found %d words" % len(output), file=sys.stderr)
    sys.exit(2)
for what, expected, found in zip(("colours", "length"), answer, output):
    if expected != found:
        print("wrong answer %s: expected %s, found %s" % (what, expected, found[:20]), file=sys.stderr)
        sys.exit(1)
print("ok both numbers are right", file=sys.stderr)
