"""Weighs coins: says which side is lighter. Tells the checker how often it did."""
import sys


def end(status, words):
    print(words, file=sys.stderr)
    sys.exit(status)


given, log = sys.argv[1:3]
count, light = map(int, open(given).read().split())
print(count, flush=True)
weighings = 0
while True:
    words = sys.stdin.readline().split()
    if not words:
        end(8, f"unexpected eof after {weighings} weighings")
    try:
        numbers = [int(word) for word in words[1:]]
    except ValueError:
        end(2, "wrong output format a coin is no number")
    if words[0] == "!":
        break
    if words[0] != "?" or len(numbers) % 2:
        end(2, "wrong output format a weighing is ? and as many coins for the left as for the right")
    weighings += 1
    half = len(numbers) // 2
    left, right = light in numbers[:half], light in numbers[half:]
    print("left" if left else "right" if right else "even", flush=True)
if numbers != [light]:
    end(1, f"wrong answer coin {light} is the light one")
open(log, "w").write(f"{weighings}\n")
end(0, f"ok {weighings} weighings")
