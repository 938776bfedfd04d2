"""Writes the secret inputs with more than a handful of posts into the folder given; the answers name a summit."""
import pathlib
import random
import sys

out = pathlib.Path(sys.argv[1])
rising = [1 + 997 * i for i in range(1000)]
ragged = random.Random(27).sample(range(1, 10**9 + 1), 1000)
# One summit only, off the middle.
single = [1000000 - 13 * abs(i - 618) - (i > 618) for i in range(1000)]
teeth = [10**9 - i if i % 2 else i + 1 for i in range(999)]
for name, heights in [("3-rising", rising), ("4-falling", rising[::-1]), ("5-single", single), ("6-ragged", ragged),
                      ("7-teeth", teeth)]:
    n = len(heights)
    around = [0] + heights + [0]
    summit = next(i for i in range(1, n + 1) if around[i] > around[i - 1] and around[i] > around[i + 1])
    (out / f"{name}.in").write_text(f"{n}\n{' '.join(map(str, heights))}\n")
    (out / f"{name}.ans").write_text(f"{summit}\n")
