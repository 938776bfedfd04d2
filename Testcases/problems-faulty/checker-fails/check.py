import sys

given, output, answer = (open(path).read().split() for path in sys.argv[1:])
if output == answer:
    print("FAIL the answer has no comment", file=sys.stderr)
    sys.exit(3)
print("wrong answer", output[0], file=sys.stderr)
sys.exit(1)
