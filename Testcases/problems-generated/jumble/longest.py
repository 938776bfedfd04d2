"""A row of letters of the word that goes up; a shorter one than the longest is worth a part."""
import sys

given, output, answer = (open(path).read().split() for path in sys.argv[1:])
if not given:
    print("nothing was asked" if not output else "the word is empty")
    sys.exit(bool(output))
letters, best = "".join(output), int(answer[0])
rest = iter(given[0])
if not all(letter in rest for letter in letters):
    print("these letters do not stand in the word in this order")
    sys.exit(1)
if any(a >= b for a, b in zip(letters, letters[1:])):
    print("the letters do not go up")
    sys.exit(1)
print(f"{len(letters)} of {best} letters")
if len(letters) < best:
    print(f"partial {len(letters)}/{best}", file=sys.stderr)
    sys.exit(7)
