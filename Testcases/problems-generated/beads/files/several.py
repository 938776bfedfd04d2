# Writes several tests at once, each to a file that is called by its number: strings of one colour.
# several FIRST LAST
import sys

first, last = map(int, sys.argv[1:])
for number in range(first, last + 1):
    with open("%02d" % number, "w") as file:
        file.write("%d\n%s\n" % (number * 10, " ".join([str(number)] * (number * 10))))
