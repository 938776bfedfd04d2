"""Guesses the same a hundred times."""
for guess in range(100):
    print(1000, flush=True)
    input()
