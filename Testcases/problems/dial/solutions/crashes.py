most = int(input())
print(most, flush=True)
raise RuntimeError(input())
