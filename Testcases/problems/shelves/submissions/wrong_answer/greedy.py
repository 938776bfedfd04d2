# Thickest first, onto the first shelf as long as it fits.
n, s = map(int, input().split())
books = list(map(int, input().split()))
left, chosen = s, []
for book, number in sorted(((b, i + 1) for i, b in enumerate(books)), reverse=True):
    if book <= left:
        left -= book
        chosen.append(number)
if sum(books) - (s - left) > s:
    print("impossible")
else:
    print(len(chosen))
    print(*chosen)
