# Reads one line of many.
input()
print("everyone is", flush=True)
print("welcome")
