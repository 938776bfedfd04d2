# expect: TLE
# transcript: bytes left out …]
# x: megabytes go to and fro until the time is over
import os
import sys

block = b"1 " * 500000 + b"\n"
while True:
    if os.write(1, block) != len(block):
        sys.exit(44)
    if not sys.stdin.buffer.readline():
        sys.exit(43)
