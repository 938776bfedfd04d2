import sys


def main():
    numbers = [int(word) for word in sys.stdin.read().split()[1:]]
    print(sum(numbers))


main()
