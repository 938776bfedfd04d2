TOLLS = dict(line.split() for line in open("tariff.txt") if line.strip())


def toll(kind):
    return int(TOLLS[kind])
