"""Writes a guest book larger than any pipe holds to standard output."""
for guest in range(1, 5001):
    print(f"Guest number {guest} of our {guest % 7 + 1}-night stay: thank you!")
