"""n as the sum of as many different numbers from 1 on as can be; in tests of the kind "most" fewer get a part."""
import sys


def end(status, words):
    print(words, file=sys.stderr)
    sys.exit(status)


_, given, output, answer = sys.argv
kind, n = open(given).read().split()
best = int(open(answer).read())
try:
    numbers = [int(word) for word in open(output).read().split()]
except ValueError:
    end(2, "wrong output format Expected integers")
if not numbers or min(numbers) < 1 or len(set(numbers)) < len(numbers):
    end(1, "wrong answer the numbers must be different, and at least 1")
if sum(numbers) != int(n):
    end(1, f"wrong answer the sum is {sum(numbers)}, not {n}")
if len(numbers) > best:
    end(3, f"FAIL {len(numbers)} numbers, and the answer says that {best} are the most")
if len(numbers) == best:
    end(0, f"ok {best} numbers")
if kind == "all":
    end(1, f"wrong answer {len(numbers)} numbers, and {best} are possible")
end(7, f"points {100 * len(numbers) / best} {len(numbers)} of {best} numbers")
