# Sides of squares that have the area of the input together: as few as the answer are worth all points, more a part of them.
import sys

with open(sys.argv[1]) as file:
    area = int(file.read())
with open(sys.argv[2]) as file:
    least = int(file.read())


def end(status, message, part=None):
    with open(sys.argv[3] + "judgemessage.txt", "w") as file:
        file.write(message)
    if part is not None:
        with open(sys.argv[3] + "score_multiplier.txt", "w") as file:
            file.write(part)
    sys.exit(status)


words = sys.stdin.read().split()
if not words or not all(word.isdecimal() and 0 < int(word) <= area for word in words):
    end(43, "not the sides of squares")
if sum(int(word) ** 2 for word in words) != area:
    end(43, "the squares do not have the area")
if "sample" in sys.argv:
    end(42, "")
end(42, f"{len(words)} squares, {least} are enough", f"{least / len(words):.3f}")
