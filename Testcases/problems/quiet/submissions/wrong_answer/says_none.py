from collections import Counter

things = Counter(input() for _ in range(int(input())))
print("\n".join(t for t in sorted(things) if things[t] > 1) or "none")
