# A sorted list in blocks.
import sys
from bisect import bisect_right, insort


def main():
    blocks = [[] for _ in range(1000)]
    sizes = [0] * 1000
    seen = 0
    out = []
    for text in sys.stdin.buffer.read().split()[1:]:
        height = int(text)
        block = height // 1000
        shorter = sum(sizes[:block]) + bisect_right(blocks[block], height)
        out.append(seen - shorter)
        insort(blocks[block], height)
        sizes[block] += 1
        seen += 1
    sys.stdout.write("\n".join(map(str, out)) + "\n")


main()
