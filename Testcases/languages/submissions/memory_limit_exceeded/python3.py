import sys


def main():
    numbers = [int(word) for word in sys.stdin.read().split()[1:]]
    blocks = []
    for i in range(1, 65):
        blocks.append(bytearray([i]) * (8 << 20))
    print(sum(numbers) + len(blocks) - 64)


main()
