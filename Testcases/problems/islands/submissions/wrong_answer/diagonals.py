# Thinks that corners touch: right in the first group only.
height, width = map(int, input().split())
land = {(y, x) for y in range(height) for x, square in enumerate(input()) if square == "#"}
count = largest = 0
while land:
    todo = [land.pop()]
    size = 0
    while todo:
        y, x = todo.pop()
        size += 1
        for near in [(y + a, x + b) for a in (-1, 0, 1) for b in (-1, 0, 1)]:
            if near in land:
                land.remove(near)
                todo.append(near)
    count += 1
    largest = max(largest, size)
print(count, largest)
