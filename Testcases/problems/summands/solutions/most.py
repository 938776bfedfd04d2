n = int(input().split()[1])
numbers = []
while n > 2 * len(numbers) + 2:
    numbers.append(len(numbers) + 1)
    n -= numbers[-1]
print(*numbers, n)
