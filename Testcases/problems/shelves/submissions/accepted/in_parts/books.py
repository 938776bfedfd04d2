"""Reads the books for choose.py."""


def read():
    count, length = map(int, input().split())
    return length, list(map(int, input().split()))[:count]


if __name__ == "__main__":
    print("books that were read:", *read())
