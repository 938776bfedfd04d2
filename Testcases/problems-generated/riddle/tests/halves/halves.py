"""Two guesses say enough."""
import sys

print(0, flush=True)
away = int(input())
if away:
    print(away, flush=True)
    input()
