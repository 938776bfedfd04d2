def share(a):
    return share(a) + 1


print(share(1))
