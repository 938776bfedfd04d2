import sys

while True:
    line = sys.stdin.buffer.readline()
    numbers = [int(word) for word in line.split()]
    sys.stdout.buffer.write(b"1 " * len(numbers) + b"\n")
    sys.stdout.buffer.flush()
