import sys

text = sys.stdin.buffer.read().decode("latin-1")
place = 0
most = 10**9 - 1


def finish(ok):
    sys.exit(42 if ok else 43)


def operand():
    global place
    if text[place] == "(":
        place += 1
        value = expression()
        if text[place] != ")":
            finish(False)
    elif text[place] in "0123456789":
        value = int(text[place])
    else:
        finish(False)
    place += 1
    return value


def small(value):
    return value if abs(value) <= most else finish(False)


def product():
    global place
    value = operand()
    while text[place] == "*":
        place += 1
        value = small(value * operand())
    return value


def expression():
    global place
    value = product()
    while text[place] in "+-":
        sign = 1 if text[place] == "+" else -1
        place += 1
        value = small(value + sign * product())
    return value


if not 2 <= len(text) <= 201 or text.find("\n") != len(text) - 1:
    finish(False)
expression()
finish(text[place] == "\n")
