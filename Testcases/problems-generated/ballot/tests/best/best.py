votes = input()
print(votes.count("a"), votes.count("b"))
