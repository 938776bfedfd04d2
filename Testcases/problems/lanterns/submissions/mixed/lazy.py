input()
print("lazy")
