import sys

tariff = dict(line.split() for line in open("tariff.txt") if line.strip())
input()
print(sum(int(tariff[kind]) - int(sys.argv[1]) for kind in input().split()) % {{modulus}})
