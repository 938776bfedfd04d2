"""Sends nonsense to every route of the APIs of other systems: python facade_fuzz.py URL TOKEN [SEED]

Bodies are right ones with something changed in them: a value of another type, a huge number, a member that is missing, twice
there or misspelt, a byte that is turned. No answer may be the server's fault, and none may take long.
"""

import concurrent.futures
import http.client
import json
import random
import sys
import time
import urllib.parse

url, token = sys.argv[1:3]
seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
address = urllib.parse.urlsplit(url)
EXAMPLES = 150

ODD = [
    None, True, False, 0, -1, 1, 2 ** 31, 2 ** 63, -(2 ** 63), 1e308, 0.1, "", "\0", "x" * 3000, "é\ud800", "../../etc/passwd",
    "/", ".", [], {}, [[]], [None], {"a": {}}, ["x"] * 300, "NaN", "1e999", "-5", "true", "SIGKILL", "*", "UEsDBAo=",
    "http://127.0.0.1:1/", "http://[::1]/", "file:///etc/passwd",
]
ROUTES = [
    ("POST", "/judge0/submissions", {
        "source_code": "print(1)", "language_id": 71, "stdin": "1", "expected_output": "1", "cpu_time_limit": 1,
        "cpu_extra_time": 0.1, "wall_time_limit": 2, "memory_limit": 64000, "stack_limit": 64000, "number_of_runs": 1,
        "max_processes_and_or_threads": 30, "max_file_size": 64, "additional_files": "", "compiler_options": "",
        "command_line_arguments": "a 'b'", "redirect_stderr_to_stdout": True, "callback_url": "",
        "test_cases": [{"stdin": "1", "expected_output": "1", "name": "a"}], "checker": {"kind": "testlib.wcmp"},
        "stop_on_first_failure": True}),
    ("POST", "/judge0/submissions?wait=true&base64_encoded=false", {"source_code": "print(1)", "language_id": 71}),
    ("POST", "/judge0/submissions?base64_encoded=true&fields=*", {"language_id": 89, "additional_files": "UEsDBAo="}),
    ("POST", "/judge0/submissions/batch", {"submissions": [{"source_code": "1", "language_id": 71}] * 2}),
    ("GET", "/judge0/submissions?page=1&per_page=2&fields=token", None),
    ("GET", "/judge0/submissions/batch?tokens=a,b", None),
    ("GET", "/judge0/submissions/0123456789abcdef0123456789abcdef", None),
    ("DELETE", "/judge0/submissions/0123456789abcdef0123456789abcdef", None),
    ("GET", "/judge0/languages/71", None),
    ("GET", "/judge0/statistics?invalidate_cache=true", None),
    ("POST", "/piston/api/v2/execute", {
        "language": "python", "version": "3.x", "files": [{"name": "a.py", "content": "print(1)", "encoding": "utf8"}],
        "stdin": "1", "args": ["1"], "compile_timeout": 1000, "run_timeout": 500, "compile_cpu_time": 900,
        "run_cpu_time": 400, "compile_memory_limit": -1, "run_memory_limit": 100000000}),
    ("POST", "/piston/api/v2/execute", {
        "language": "cf_python3", "version": "*", "run_timeout": 1000, "files": [
            {"name": "main.python", "content": "print(1)"}, {"name": "input.txt", "content": ""},
            {"name": "correct_output.txt", "content": "1"}, {"name": "checker.py", "content": "print(1)"},
            {"name": "grader_config", "content": "TIME_LIMIT=1\nMEMORY_LIMIT=64\nINPUT_MODE=stdin"}]}),
    ("POST", "/piston/api/v2/packages", {"language": "x", "version": "1"}),
    ("GET", "/piston/api/v2/connect", None),
    ("POST", "/sandboxfusion/run_code", {
        "code": "print(1)", "language": "python", "stdin": "1", "compile_timeout": 1.0, "run_timeout": 0.5,
        "memory_limit_MB": 64, "files": {"a.txt": "YQ=="}, "fetch_files": ["a.txt"]}),
    ("POST", "/sandboxfusion/run_jupyter", {"cells": ["1"]}),
    ("POST", "/sandboxfusion/submit", {"dataset": "x", "id": 1, "completion": "y", "config": {}}),
    ("POST", "/sandboxfusion/get_prompts", {"dataset": "sums", "offset": 0, "limit": 2, "config": {}}),
    ("POST", "/sandboxfusion/get_prompt_by_id", {"dataset": "parts", "id": 2, "config": {
        "is_fewshot": True, "locale": "en", "extra": {"fewshot": "a", "context": "b", "prompt_template": "$question"}}}),
    ("POST", "/sandboxfusion/submit", {"dataset": "x", "id": 1, "completion": "```python\nprint(1)\n```", "config": {
        "dataset_type": "CommonOJDataset", "language": "python", "run_timeout": 0.5, "compile_timeout": 1,
        "extra": {"run_all_cases": True}, "provided_data": {
            "id": 1, "labels": {}, "test": [{"input": {"stdin": "1"}, "output": {"stdout": "1"}}]}}}),
    ("POST", "/sandboxfusion/submit", {"dataset": "x", "id": 1, "completion": "```python\nprint(1)\n```", "config": {
        "dataset_type": "AutoEvalDataset", "extra": {"append_flag": True, "repr_code": True}, "provided_data": {
            "id": 1, "labels": {"programming_language": "python"}, "test": {"code": "#<INSERT>", "asset": {"a": "YQ=="}}}}}),
]


def places(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else []
    for key, member in items:
        yield from places(member, path + (key,))


def changed(value, chance):
    value = json.loads(json.dumps(value))
    for _ in range(chance.randint(1, 3)):
        path = chance.choice(list(places(value)))
        if not path:
            if chance.random() < 0.1:
                return json.loads(json.dumps(chance.choice(ODD)))
            continue
        parent = value
        for key in path[:-1]:
            parent = parent[key]
        kind = chance.randrange(4)
        if kind == 0 and isinstance(parent, dict):
            del parent[path[-1]]
        elif kind == 1 and isinstance(parent, dict):
            parent[str(path[-1]) + "x"] = parent.pop(path[-1])
        else:
            # A copy: it may be changed next.
            parent[path[-1]] = json.loads(json.dumps(chance.choice(ODD)))
    return value


def request(chance):
    method, path, body = chance.choice(ROUTES)
    data = None
    if body is not None:
        value = changed(body, chance)
        try:
            data = json.dumps(value).encode()
        except ValueError:
            data = b"{}"
        for _ in range(chance.choice([0, 0, 0, 1, 5])):
            if data:
                place = chance.randrange(len(data))
                data = data[:place] + bytes([chance.randrange(256)]) * chance.randint(0, 2) + data[place + chance.randint(0, 2):]
        if chance.random() < 0.05:
            data = data[:chance.randint(0, len(data))]
    elif chance.random() < 0.7:
        parts = path.split("/")
        odd = urllib.parse.quote(str(chance.choice(ODD)).encode("utf-8", "replace"), safe="")[:2000]
        place = chance.randrange(2, len(parts))
        path = "/".join(parts[:place] + [odd] + parts[place + 1:])
    if chance.random() < 0.2:
        path += ("&" if "?" in path else "?") + chance.choice(
            ["fields=*", "fields=a", "base64_encoded=x", "page=0", "per_page=-1", "tokens=" + "," * 50, "wait=%00", "=", "%ff=1"])
    if chance.random() < 0.1:
        method = chance.choice(["PUT", "PATCH", "HEAD", "OPTIONS", "GET", "POST", "DELETE"])
    kind = chance.choice(["application/json"] * 6 + ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""])
    return method, path, data, kind


def attempt(number):
    chance = random.Random(seed * 1_000_003 + number)
    method, path, data, kind = request(chance)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
    start = time.monotonic()
    try:
        headers = {"X-Auth-Token": token, "Authorization": "Bearer " + token}
        if kind:
            headers["Content-Type"] = kind
        connection.request(method, path, data, headers)
        answer = connection.getresponse()
        answer.read()
        status = answer.status
    except (http.client.HTTPException, OSError) as error:
        status = repr(error)
    finally:
        connection.close()
    took = time.monotonic() - start
    # 503 and 504 are the dialects' ways to say that there are too many at once.
    if not (isinstance(status, int) and (status < 500 or status in (503, 504))) or took > 45:
        return number, status, took, method, path[:200], (data or b"")[:500]
    return None


with concurrent.futures.ThreadPoolExecutor(8) as pool:
    failures = [failure for failure in pool.map(attempt, range(EXAMPLES)) if failure]
assert not failures, failures[:5]
print("done")
