"""Says of each number whether the hidden one is greater or less; tells the checker how many were asked for."""
import sys


def end(status, words):
    print(words, file=sys.stderr)
    sys.exit(status)


given, log = sys.argv[1:3]
most, hidden = map(int, open(given).read().split())
print(most, flush=True)
asked = 0
while True:
    line = sys.stdin.readline()
    if not line:
        end(8, f"unexpected eof after {asked} questions")
    try:
        number = int(line)
    except ValueError:
        end(2, f"wrong output format question {asked + 1} is no number")
    if not 1 <= number <= most:
        end(1, f"wrong answer {number} is not on the dial")
    asked += 1
    if number == hidden:
        break
    print("greater" if hidden > number else "less", flush=True)
print("found", flush=True)
open(log, "w").write(f"{asked}\n")
end(0, f"ok {asked} questions")
