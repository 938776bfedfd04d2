input()
lengths = list(map(int, input().split()))
print(*(sum(lengths[i::4]) for i in range(4)))
