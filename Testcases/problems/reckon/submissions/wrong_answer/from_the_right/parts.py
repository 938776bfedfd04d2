"""Subtracts from the right: 9-8-7 becomes 9-(8-7)."""


def split(text):
    depth = 0
    for signs in ("+-", "*"):
        for i, c in enumerate(text):
            depth += (c == "(") - (c == ")")
            if depth == 0 and c in signs:
                a, b = split(text[:i]), split(text[i + 1 :])
                return a + b if c == "+" else a - b if c == "-" else a * b
    return split(text[1:-1]) if text[0] == "(" else int(text)
