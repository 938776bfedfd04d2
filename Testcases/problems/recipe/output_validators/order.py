#!/usr/bin/env python3
"""order.py INPUT ANSWER FEEDBACK_FOLDER [--most N] < OUTPUT"""
import os
import sys


def finish(code, message):
    with open(os.path.join(sys.argv[3], "judgemessage.txt"), "w") as out:
        out.write(message + "\n")
    sys.exit(code)


def main():
    flags = sys.argv[4:]
    most = int(flags[flags.index("--most") + 1])
    with open(sys.argv[1]) as text:
        numbers = list(map(int, text.read().split()))
    with open(sys.argv[2]) as text:
        jury = text.read().split()
    n = numbers[0]
    tokens = sys.stdin.buffer.read().split()
    if len(tokens) > most:
        finish(43, "%d steps, more than any recipe has" % len(tokens))
    if tokens[:1] == [b"circle"]:
        if len(tokens) > 1:
            finish(43, "text after circle")
        if jury[0] != "circle":
            finish(43, "claims a circle, the jury has an order")
        finish(42, "a circle, and there is one")
    position = {}
    for i, token in enumerate(tokens):
        if not token.isdigit() or not 1 <= int(token) <= n:
            finish(43, "step %d of the output is no step: %r" % (i + 1, token[:20]))
        if int(token) in position:
            finish(43, "step %d twice" % int(token))
        position[int(token)] = i
    if len(position) != n:
        finish(43, "%d steps of %d" % (len(position), n))
    rules = numbers[2:]
    for a, b in zip(rules[::2], rules[1::2]):
        if position[a] > position[b]:
            finish(43, "step %d comes after step %d" % (a, b))
    if jury[0] == "circle":
        raise SystemExit("the jury's answer is wrong: an order exists")
    finish(42, "%d steps in order" % n)


main()
