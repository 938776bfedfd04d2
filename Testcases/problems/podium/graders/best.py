"""Adds up the best scores of a group; the group is accepted if there are so many accepted attempts."""
import sys
from decimal import Decimal

best = int(sys.argv[sys.argv.index("--best") + 1])
words = sys.stdin.read().split()
attempts = sorted((Decimal(score) for verdict, score in zip(words[::2], words[1::2]) if verdict == "AC"), reverse=True)
failed = [verdict for verdict in words[::2] if verdict != "AC"]
print("AC" if len(attempts) >= best else failed[0], sum(attempts[:best], Decimal(0)))
