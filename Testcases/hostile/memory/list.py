# expect: memory_limit or exited 1
# wall: memory
# limits: cpu=5s wall=15s memory=64MiB
# at-most: memory=65MiB
# x: a list that grows for ever
hoard = []
while True:
    hoard.append(bytearray(1 << 20))
