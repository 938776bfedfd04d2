print(open("/dev/stdin").read().split()[1])
