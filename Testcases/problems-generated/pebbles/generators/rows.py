"""rows COUNT MOST SEED: so many random pebbles."""
import random
import sys

import shapes

count, most, seed = map(int, sys.argv[1:])
random.seed(seed)
print(count)
print(*shapes.pebbles(random, count, most))
