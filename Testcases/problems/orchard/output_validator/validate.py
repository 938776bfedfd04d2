import sys

count = int(open(sys.argv[1]).read())
feedback = sys.argv[3]
is_exact = "exact" in sys.argv[4:]


def reject(reason):
    with open(feedback + "judgemessage.txt", "w") as file:
        file.write(reason + "\n")
    sys.exit(43)


try:
    found = [int(word) for word in sys.stdin.read().split()]
except ValueError:
    reject("no number")
if len(set(found)) != len(found) or len(found) > count:
    reject("too many, or one twice")
for number in found:
    if not 2 <= number <= 10**6 or any(number % divisor == 0 for divisor in range(2, int(number**0.5) + 1)):
        reject(f"{number} is no prime")
if not found:
    reject("no prime at all")
if is_exact and len(found) < count:
    reject("some are missing")
if not is_exact:
    with open(feedback + "score_multiplier.txt", "w") as file:
        file.write(str(len(found) / count))
sys.exit(42)
