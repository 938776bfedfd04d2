"""Writes the secret inputs into the folder given: star-shaped ponds, always the same ones."""
import math
import pathlib
import random
import sys

out = pathlib.Path(sys.argv[1])


def pond(name, n, low, high, seed, centre=(0.0, 0.0)):
    rng = random.Random(seed)
    lines = [str(n)]
    for i in range(n):
        angle = 2 * math.pi * i / n
        radius = rng.uniform(low, high)
        lines.append(f"{centre[0] + radius * math.cos(angle):.3f} {centre[1] + radius * math.sin(angle):.3f}")
    (out / f"{name}.in").write_text("\n".join(lines) + "\n")


pond("1-triangle", 3, 5, 9, 1)
pond("2-small", 40, 1, 2, 2)
pond("3-ragged", 300, 10, 99000, 3)
pond("4-far-away", 200, 1, 3, 4, (90000.0, -90000.0))
pond("5-full", 1000, 50000, 99999, 5)
