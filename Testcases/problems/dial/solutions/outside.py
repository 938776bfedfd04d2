most = int(input())
print(most + 1, flush=True)
while True:
    print(1, flush=True)
