"""How a trainer with verl scores samples, with many requests at once: python verl_semantics.py URL TOKEN

Only 504 is worth another try to it, three times; whatever else goes wrong is -1, and the sample is lost.
"""

import concurrent.futures
import os
import sys
import time

import requests

url, token = sys.argv[1:3]
# open_r1_semantics.py has the larger number in any case.
CALLS = 320 if "VERDICT_LONG_TESTS" in os.environ else 80
session = requests.Session()
session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=CALLS))


def post(code, stdin, language, timeout=10):
    body = {
        "compile_timeout": timeout, "run_timeout": timeout, "code": code, "stdin": stdin, "memory_limit_MB": 1024,
        "language": language, "files": {}, "fetch_files": [],
    }
    for attempt in range(3):
        answer = session.post(url + "/sandboxfusion/run_code", json=body, timeout=2 * timeout + 10)
        if answer.status_code == 504:
            time.sleep(attempt + 1)
            continue
        answer.raise_for_status()
        return answer.json()
    raise RuntimeError("504 three times")


def score(code, stdin, expected, language="python"):
    try:
        answer = post(code, stdin, language)
    except Exception as error:
        return -1, str(error)
    if answer["status"] == "SandboxError":
        return -1, answer["message"]
    compiled, run = answer["compile_result"], answer["run_result"]
    if answer["status"] == "Failed":
        if compiled and (compiled["status"] != "Finished" or compiled["return_code"] != 0):
            return -4, ""
        if run["status"] == "TimeLimitExceeded":
            return -3, ""
        return -2, ""
    if run["status"] != "Finished":
        return -1, run["status"]
    return run["stdout"].rstrip("\n") == expected.rstrip("\n"), ""


cpp = "#include <iostream>\nint main() { int n; std::cin >> n; std::cout << n * n << std::endl; }"
tasks = [(cpp, str(n), str(n * n if n % 10 else -1), "cpp", n % 10 != 0) for n in range(CALLS - 4)]
tasks += [("print(", "", "", "python", -2), ("int main( {", "", "", "cpp", -4), ("raise SystemExit(1)", "", "", "python", -2)]
tasks += [("print(4)", "", "4", "python", True)]
with concurrent.futures.ThreadPoolExecutor(CALLS) as pool:
    found = list(pool.map(lambda task: score(*task[:4]), tasks))
wrong = [(task[1], task[4], result) for task, result in zip(tasks, found) if result[0] != task[4]]
assert not wrong, wrong[:5]
print("done")
