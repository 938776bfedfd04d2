"""Thinks of a number below a million, and says whether a guess is too low or too high."""
import sys

number = int(open(sys.argv[1]).read())
for turn in range(20):
    line = sys.stdin.readline().split()
    if len(line) != 1 or not line[0].isdigit():
        sys.stderr.write("wrong answer no number")
        sys.exit(1)
    guess = int(line[0])
    if guess == number:
        print("right", flush=True)
        sys.stderr.write("ok %d turns" % (turn + 1))
        sys.exit(0)
    print("low" if guess < number else "high", flush=True)
sys.stderr.write("wrong answer too many turns")
sys.exit(1)
