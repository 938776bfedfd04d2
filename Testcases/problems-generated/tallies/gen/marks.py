# Rows of marks: marks MARK COUNT MARK COUNT
import sys

for mark, count in zip(sys.argv[1::2], sys.argv[2::2]):
    print(mark * int(count))
