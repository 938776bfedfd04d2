"""How many votes each of two has. All points for both, a third for the sum, and a message."""
from dmoj.checkers import standard
from dmoj.result import CheckerResult


def check(process_output, judge_output, judge_input, point_value, tolerance, names, **others):
    assert tolerance == 0.25 and names == {"one": "a", "two": "b"}
    assert judge_input.endswith(b"\n") and others["case_position"] in (0, 1) and others["batch"] == 0
    if standard.check(process_output, judge_output, **others):
        return True
    try:
        said = [int(word) for word in process_output.split()]
    except ValueError:
        return CheckerResult(False, 0, "no numbers")
    if sum(said) == sum(map(int, judge_output.split())):
        return CheckerResult(True, point_value / 3, "only the sum is right")
    return False
