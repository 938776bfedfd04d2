import sys

tariff = dict(line.split() for line in open("tariff.txt") if line.strip())
input()
kinds = input().split()
if sys.argv[1] != "0":
    sys.exit(3)
print(sum(int(tariff[kind]) for kind in kinds))
