# expect: cpu_limit
# wall: cpu
# limits: cpu=1s wall=8s
# at-most: cpu=1.2s wall=7s
# x: a power tower, one single instruction of the interpreter that never ends and cannot be interrupted
print(9 ** 9 ** 9 ** 9)
