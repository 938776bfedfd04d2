import os

while True:
    os.write(1, b"sum-fe29c1-42\n" * 4096)
