# The keeper reads to the end of the output, and this is not the end.
def count(first, last):
    print("count", first, last, flush=True)
    return int(input())


def lit(first, last, number):
    if number == 0 or number == last - first + 1:
        return list(range(first, last + 1)) if number else []
    middle = (first + last) // 2
    left = count(first, middle)
    return lit(first, middle, left) + lit(middle + 1, last, number - left)


n = int(input())
print("lit", *lit(1, n, count(1, n)))
print("good night")
