"""How a trainer with open-r1 scores samples by Piston, with many requests at once: python open_r1_semantics.py URL TOKEN

Whatever is not a whole answer is tried again, five times at most; what is left then is no score.
"""

import concurrent.futures
import random
import sys
import time

import requests

url, token = sys.argv[1:3]
CALLS = 320
session = requests.Session()
session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=CALLS))


def execute(data):
    for attempt in range(6):
        try:
            answer = session.post(
                url + "/piston/api/v2/execute", json=data, timeout=(5, 30),
                headers={"Authorization": "Bearer " + token})
            if answer.status_code == 200 and answer.content:
                found = answer.json()
                if "Resource temporarily unavailable" not in found.get("run", {}).get("stderr", ""):
                    return found
            elif answer.status_code == 400:
                raise AssertionError((answer.status_code, answer.text))
        except requests.exceptions.RequestException:
            pass
        time.sleep(min(10, 0.5 * 2 ** attempt) * random.uniform(0.9, 1.1))
    raise AssertionError("six tries")


def graded(language, code, given, right, checker=None, seconds=2, mode="stdin"):
    files = [{"name": f"main.{language}", "content": code}]
    if checker:
        files.append({"name": "checker.py", "content": checker})
    files += [
        {"name": "input.txt", "content": given}, {"name": "correct_output.txt", "content": right},
        {"name": "grader_config", "content": f"TIME_LIMIT={seconds}\nMEMORY_LIMIT=256\nINPUT_MODE={mode}"},
    ]
    return execute({
        "language": "cf_python3" if language == "python" else "c++17", "version": "*", "files": files,
        "run_timeout": (seconds + 10) * 1000,
    })


def passes(result):
    return (result["compile"]["code"] == 0 and result["run"]["code"] == 0
            and result["run"]["stdout"].strip() == "1")


def expect(result, is_right, feedback=""):
    assert passes(result) == is_right and feedback in result["run"]["stderr"], result


square_cpp = "#include <iostream>\nint main() { long n; std::cin >> n; std::cout << n * n << std::endl; }"
square = "print(int(input()) ** 2)"
either = "import sys\nprint(int(open(sys.argv[3]).read().strip() in open(sys.argv[2]).read().split()))"
expect(graded("cpp", square_cpp, "7\n", "49\n"), True)
expect(graded("python", square, "7\n", "49 \n"), True)
expect(graded("python", square, "7\n", "48\n"), False, "Output isn't correct")
expect(graded("python", square, "7\n", "48 49\n", either), True)
expect(graded("python", square, "7\n", "48 50\n", either), False)
expect(graded("python", square, "7\n", "49\n", "raise SystemExit(3)"), False, "the checker failed")
expect(graded("python", "open('output.txt', 'w').write(open('input.txt').read())", "a b", "a\nb\n", mode="file"), True)
expect(graded("python", "while True: pass", "", "", seconds=1), False, "Time limit exceeded")
expect(graded("python", "raise SystemExit(3)", "", ""), False, "Runtime error")
expect(graded("python", "print(open('correct_output.txt').read())", "", "secret"), False, "Runtime error")
assert graded("cpp", "int main( {", "", "")["compile"]["code"] == 1
assert graded("python", "print('", "", "")["compile"]["code"] == 1

# A problem with a grader: its own scripts compile and run.
ioi = {
    "language": "cms_ioi", "version": "*", "run_timeout": 5000, "run_memory_limit": 256 << 20,
    "files": [
        {"name": "graders/sum.cpp", "content": "int sum(int a, int b) { return a + b; }"},
        {"name": "input.txt", "content": "3 4"}, {"name": "correct_output.txt", "content": "7"},
        {"name": "graders/grader.cpp", "content":
            "#include <cstdio>\nint sum(int, int);\nint main() { int a, b; scanf(\"%d %d\", &a, &b); printf(\"%d\", sum(a, b)); }"},
        {"name": "compile", "content": "g++ -O1 -o solution graders/grader.cpp graders/sum.cpp"},
        {"name": "run", "content":
            "./solution <input.txt >out.txt\nif cmp -s out.txt correct_output.txt; then echo 1.0; echo right >&2; "
            "else echo 0.0; echo \"Output isn't correct\" >&2; fi"},
    ],
}
found = execute(ioi)
assert found["compile"]["code"] == 0 and float(found["run"]["stdout"]) == 1 and found["run"]["stderr"] == "right\n", found
ioi["files"][0]["content"] = "int sum(int a, int b) { return a - b; }"
found = execute(ioi)
assert float(found["run"]["stdout"]) == 0 and "Output isn't correct" in found["run"]["stderr"], found
ioi["files"][0]["content"] = "int sum( {"
assert execute(ioi)["compile"]["code"] != 0

tasks = [("cpp" if n % 4 else "python", n, n % 10 != 0) for n in range(CALLS)]
with concurrent.futures.ThreadPoolExecutor(CALLS) as pool:
    done = list(pool.map(
        lambda task: passes(graded(
            task[0], square_cpp if task[0] == "cpp" else square, str(task[1]),
            str(task[1] ** 2 if task[2] else -1), seconds=5)), tasks))
wrong = [(task, result) for task, result in zip(tasks, done) if result != task[2]]
assert not wrong, wrong[:5]

for body, message in [
    ({"files": [{"content": "1"}]}, "main.cpp or main.python"),
    ({"files": [{"name": "main.cpp", "content": "1"}]}, "input.txt"),
    ({"files": [{"name": name, "content": "x"} for name in ["main.cpp", "input.txt", "correct_output.txt", "grader_config"]]},
     "NAME=VALUE"),
]:
    answer = requests.post(
        url + "/piston/api/v2/execute", json={"language": "c++17", "version": "*", **body},
        headers={"Authorization": "Bearer " + token})
    assert answer.status_code == 400 and message in answer.json()["message"], answer.text
print("done")
