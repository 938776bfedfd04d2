import sys


def main():
    numbers = [int(word) for word in sys.stdin.read().split()[1:]]
    while True:
        numbers[0] ^= 1
    print(sum(numbers))


main()
