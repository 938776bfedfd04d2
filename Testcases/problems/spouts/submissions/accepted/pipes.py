with open("/dev/stdin") as spout, open("/dev/stdout", "w") as sink, open("/dev/stderr", "w") as notes:
    count, *values = map(int, spout.read().split())
    print("read", count, "values", file=notes)
    print(sum(values), file=sink)
