most = int(input())
print("is it", most, flush=True)
input()
