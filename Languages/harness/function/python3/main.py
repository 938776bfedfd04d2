# Calls a function of solution.py: reads the words that results begin with, then the arguments of each call, an array a
# line, and writes a line for each result. What JSON does not have is an object of one member, such as {"$tuple": [...]}.
import json
import os
import sys
import types

sys.setrecursionlimit(100000)
# Integers of any length are results.
getattr(sys, "set_int_max_str_digits", lambda _: None)(0)


class ListNode:
    def __init__(self, val=0, next=None):
        self.val = val
        self.next = next


class TreeNode:
    def __init__(self, val=0, left=None, right=None):
        self.val = val
        self.left = left
        self.right = right


def _list(values):
    head = None
    for value in reversed(values or []):
        head = ListNode(value, head)
    return head


def _tree(values):
    if not values:
        return None
    root = TreeNode(values[0])
    level, place = [root], 1
    while level and place < len(values):
        below = []
        for node in level:
            for side in ("left", "right"):
                if place < len(values) and values[place] is not None:
                    child = TreeNode(values[place])
                    setattr(node, side, child)
                    below.append(child)
                place += 1
        level = below
    return root


def _python(value):
    """A value as results have it, back again."""
    if isinstance(value, list):
        return [_python(element) for element in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((tag, content),) = value.items()
        if tag == "$tuple":
            return tuple(_python(content))
        if tag == "$set":
            return set(_python(content))
        if tag == "$dict":
            return {_python(key): _python(element) for key, element in content}
        if tag == "$complex":
            return complex(content) if isinstance(content, str) else complex(*content)
        if tag == "$float":
            return float(content)
    return {key: _python(element) for key, element in value.items()}


def _plain_list(node):
    values, seen = [], set()
    while node is not None:
        if id(node) in seen:
            raise ValueError("the list leads back to itself")
        seen.add(id(node))
        values.append(node.val)
        node = node.next
    return values


def _plain_tree(root):
    values, level, count = [], [root], 0
    while any(node is not None for node in level):
        below = []
        for node in level:
            values.append(None if node is None else node.val)
            if node is not None:
                below += [node.left, node.right]
                count += 1
                if count > 10000000:
                    raise ValueError("the tree leads back to itself")
        level = below
    while values and values[-1] is None:
        values.pop()
    return values


def _plain(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        # Decimal digits of a very long number take longer than all else.
        return int(value) if value.bit_length() < 20000 else {"$int": hex(value)}
    if isinstance(value, float):
        return float(value)
    if isinstance(value, list):
        return [_plain(element) for element in value]
    if isinstance(value, tuple):
        return {"$tuple": [_plain(element) for element in value]}
    if isinstance(value, (set, frozenset)):
        return {"$set": [_plain(element) for element in value]}
    if isinstance(value, dict):
        if all(isinstance(key, str) and not key.startswith("$") for key in value):
            return {key: _plain(element) for key, element in value.items()}
        return {"$dict": [[_plain(key), _plain(element)] for key, element in value.items()]}
    if isinstance(value, complex):
        return {"$complex": [value.real, value.imag]}
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": list(value)}
    if type(value).__name__ == "ListNode" and hasattr(value, "next"):
        return _plain_list(value)
    if type(value).__name__ == "TreeNode" and hasattr(value, "left"):
        return _plain_tree(value)
    # Generators, ranges and arrays are no lists, and equal to none.
    return {"$object": repr(value)[:1000]}


def _function(module, name):
    # A method goes first: a function of its name may be one that the program has imported.
    if hasattr(getattr(module, "Solution", None), name):
        return getattr(module.Solution(), name)
    if hasattr(module, name):
        return getattr(module, name)
    raise NameError(f"there is no function {name}")


def _run():
    source = sys.stdin.buffer
    key = source.readline().decode().strip()
    calls = source.read().decode().splitlines()
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    kinds = [kind for kind in "{{parameters}}".split(",") if kind]
    makers = {"list": _list, "tree": _tree, "tagged": _python}
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "solution.py")
    with open(path, encoding="utf-8-sig") as file:
        text = file.read()
    module = types.ModuleType("solution")
    sys.modules["solution"] = module
    names = module.__dict__
    names.update(ListNode=ListNode, TreeNode=TreeNode, __file__=path)
    # What solutions that were written for a page take for granted.
    exec("{{imports}}", names)
    exec(compile(text, path, "exec"), names)
    function = _function(module, "{{function}}")
    for line in calls:
        arguments = json.loads(line)
        for place, kind in enumerate(kinds):
            if place < len(arguments) and kind in makers:
                arguments[place] = makers[kind](arguments[place])
        result = json.dumps(_plain(function(*arguments)))
        sys.stdout.flush()
        channel.write(f"\n{key} {result}\n")
        channel.flush()
    sys.stdout.flush()
    os._exit(0)


_run()
