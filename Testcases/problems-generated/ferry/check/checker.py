"""The fewest trips for all passengers: one more than the fewest is worth a half. Called as CMS' checkers are."""
import sys

given, answer, output = sys.argv[1:]
with open(given) as file:
    room, *passengers = map(int, file.read().split())
best = int(open(answer).read())
try:
    trips = [[int(word) for word in line.split()] for line in open(output) if line.strip()]
except ValueError:
    trips = []
outcome, text = 0.0, "translate:wrong"
if sorted(weight for trip in trips for weight in trip) != sorted(passengers):
    text = "not everybody crosses once"
elif any(sum(trip) > room for trip in trips):
    text = "a ferry is too full"
elif len(trips) == best:
    outcome, text = 1.0, "translate:success"
elif len(trips) == best + 1:
    outcome, text = 0.5, "one trip more than needed"
print(outcome)
print(text, file=sys.stderr)
