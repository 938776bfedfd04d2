# Half of the points for who is off by one. Called, and answers, as CMS has it.
import sys

with open(sys.argv[2]) as answer, open(sys.argv[3]) as output:
    expected, words = int(answer.read()), output.read().split()
near = len(words) == 1 and words[0].isdecimal() and abs(int(words[0]) - expected)
print(1.0 if near == 0 and words else 0.5 if near == 1 and words else 0.0)
print("translate:success" if near == 0 and words else "another number", file=sys.stderr)
