# expect: output_limit
# wall: output
# limits: cpu=5s wall=15s output=1MiB memory=128MiB
# at-most: wall=8s
# x: a buffered writer that ignores every broken write and goes on
import os

block = b"A" * 65536
while True:
    try:
        os.write(1, block)
    except OSError:
        pass
