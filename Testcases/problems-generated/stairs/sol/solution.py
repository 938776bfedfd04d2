# Makes the answers; contestants hand in outputs.
ways = [1, 1]
for _ in range(int(input())):
    ways.append(ways[-1] + ways[-2])
print(ways[-2])
