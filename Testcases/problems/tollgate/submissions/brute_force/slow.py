import sys

tariff = dict(line.split() for line in open("tariff.txt") if line.strip())
input()
kinds = input().split()
if len(kinds) > 3:
    while True:
        pass
print(sum(int(tariff[kind]) - int(sys.argv[1]) for kind in kinds) % {{modulus}})
