# The questions stay in its buffer; readline, unlike input, does not flush them.
import sys


def height(post):
    sys.stdout.write("measure %d\n" % post)
    return int(sys.stdin.readline())


low, high = 1, int(sys.stdin.readline())
while low < high:
    middle = (low + high) // 2
    if height(middle) < height(middle + 1):
        low = middle + 1
    else:
        high = middle
print("summit", low)
