def pebbles(random, count, most):
    return [random.randint(1, most) for _ in range(count)]
