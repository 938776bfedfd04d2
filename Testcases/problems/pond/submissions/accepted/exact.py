"""Area in whole square millimetres, length in forty digits; printed in scientific notation."""
from decimal import Decimal, getcontext

getcontext().prec = 40


def main():
    n = int(input())
    poles = [tuple(int(Decimal(c) * 1000) for c in input().split()) for _ in range(n)]
    length = Decimal(0)
    doubled = 0
    for i in range(n):
        (x0, y0), (x1, y1) = poles[i - 1], poles[i]
        length += Decimal((x1 - x0) ** 2 + (y1 - y0) ** 2).sqrt()
        doubled += x0 * y1 - x1 * y0
    print("%.15E %.15e" % (length / 1000, Decimal(abs(doubled)) / 2000000))


main()
