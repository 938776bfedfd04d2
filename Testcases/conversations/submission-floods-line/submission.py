import os

block = b"4" * 65536
while True:
    os.write(1, block)
