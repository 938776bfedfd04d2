"""Gives a number to the one who lights lamps, and lets the one who sees them know how many of each colour there are."""
import sys


def end(status, words):
    print(words, file=sys.stderr)
    sys.exit(status)


given, log = sys.argv[1:3]
print("light", open(given).read().strip(), flush=True)
lamps = sys.stdin.readline().strip()
if set(lamps) - set("rgb"):
    end(2, "wrong output format a lamp is r, g or b")
if len(lamps) > 400:
    end(1, f"wrong answer {len(lamps)} lamps, and there are 400")
open(log, "w").write("see " + "".join(sorted(lamps)) + "\n")
end(0, f"ok {len(lamps)} lamps")
