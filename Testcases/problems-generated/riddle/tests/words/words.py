"""Guesses a word."""
print("seven", flush=True)
