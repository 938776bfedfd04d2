from solution import mirror

for _ in range(int(input())):
    print(mirror(input()))
