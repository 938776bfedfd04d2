"""Writes the secret inputs into the folder given; the same numbers on every machine and with every Python."""
import pathlib
import sys

out = pathlib.Path(sys.argv[1])


def heights(seed):
    """A linear congruential generator modulo 2^64; the upper bits are used."""
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield (seed >> 33) % 1000000


def parade(name, line):
    (out / f"{name}.in").write_text(f"{len(line)}\n{' '.join(map(str, line))}\n")


parade("1-one", [0])
parade("2-equal", [5] * 1000)
numbers = heights(1)
parade("3-random", [next(numbers) for _ in range(150000)])
parade("4-down", sorted((next(numbers) for _ in range(100000)), reverse=True))
