with open("a", "w") as f:
    f.write(input())
print(open("a").read()[::-1])
