import sys

from tariffs import toll

input()
print(sum(toll(kind) - int(sys.argv[1]) for kind in input().split()) % {{modulus.value}})
