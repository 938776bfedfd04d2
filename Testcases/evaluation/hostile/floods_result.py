# A result so large that comparing it takes long: nested, and of many elements.
def twice(x):
    value = [x]
    for _ in range(22):
        value = [value, value]
    return value
