votes = input().strip()
print(len(votes), 0)
