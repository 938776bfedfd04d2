"""Doubles the number, and so four times it comes of two runs."""
print(2 * int(input()))
