"""SandboxFusion's own SDK, and its API to the letter: python sandbox_fusion_sdk.py URL TOKEN"""

import asyncio
import base64
import json
import sys
import urllib.error
import urllib.request

import sandbox_fusion
from sandbox_fusion import RunCodeRequest, RunStatus, SubmitRequest, TestConfig, run_code, run_code_async, submit_safe

url, token = sys.argv[1:3]
sandbox_fusion.set_endpoint(url + "/sandboxfusion")


def call(path, body=None):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + "/sandboxfusion" + path, data)
    request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


# The SDK sends no token: it is let in from this machine without one.
found = run_code(RunCodeRequest(code="print(input())", language="python", stdin="hi"))
assert found.status == RunStatus.Success and found.run_result.stdout == "hi\n", found
assert found.compile_result is None and found.run_result.return_code == 0, found
cpp = "#include <iostream>\nint main() { std::cout << 5; return 3; }"
found = asyncio.run(run_code_async(RunCodeRequest(code=cpp, language="cpp")))
assert found.status == RunStatus.Failed and found.compile_result.return_code == 0, found
assert found.run_result.return_code == 3 and found.run_result.stdout == "5", found
found = run_code(RunCodeRequest(code="int main( {", language="cpp"))
assert found.status == RunStatus.Failed and found.run_result is None, found
assert found.compile_result.return_code == 1 and "error" in found.compile_result.stderr, found
found = run_code(RunCodeRequest(code="while True: pass", language="python", run_timeout=0.5))
assert found.status == RunStatus.Failed and found.run_result.status == "TimeLimitExceeded", found
assert found.run_result.return_code is None, found
found = run_code(RunCodeRequest(code="print('", language="python"))
assert found.compile_result is None and found.run_result.return_code == 1, found
files = {"in/a.txt": base64.b64encode(b"seven").decode(), "helper.py": base64.b64encode(b"x = 1").decode()}
code = "import helper; open('out.txt', 'w').write(open('in/a.txt').read() + str(helper.x))"
found = run_code(RunCodeRequest(code=code, language="python", files=files, fetch_files=["./out.txt", "none"]))
assert found.status == RunStatus.Success, found
assert {k: base64.b64decode(v) for k, v in found.files.items()} == {"./out.txt": b"seven1"}, found.files
# In lines, as Python's encodebytes writes it, and asked for by two names.
files = {"a.txt": base64.encodebytes(b"x" * 100).decode()}
found = run_code(RunCodeRequest(code="1", language="python", files=files, fetch_files=["a.txt", "./a.txt", "a.txt"]))
assert {k: base64.b64decode(v) for k, v in found.files.items()} == {n: b"x" * 100 for n in ["a.txt", "./a.txt"]}, found

assert call("/v1/ping") == (200, "pong")
unknown = (400, {"detail": "no eval class found for dataset x"})
for name in ["list_ids", "get_prompts", "get_prompt_by_id", "submit", "get_metrics", "get_metrics_function"]:
    assert call("/" + name, {"dataset": "x", "id": 1, "completion": "", "config": {}, "results": []}) == unknown, name
    assert call("/" + name, {"dataset": 7, "config": []})[0] == 422, name
submission = SubmitRequest(dataset="x", id=1, completion="", config=TestConfig())
assert not submit_safe(submission, max_attempts=1).accepted
assert call("/run_jupyter", {"cells": []})[0] == 400
status, answer = call("/run_code", {"language": "klingon", "run_timeout": "x", "files": [], "fetch_files": [1]})
assert status == 422, answer
wanted = [("code", "missing"), ("language", "literal_error"), ("run_timeout", "float_type"), ("files", "dict_type"),
          ("fetch_files", "string_type")]
assert [(error["loc"][1], error["type"]) for error in answer["detail"]] == wanted, answer
status, answer = call("/run_code", {"code": "1", "language": "python", "memory_limit_MB": 0.5})
assert status == 422 and answer["detail"][0]["type"] == "int_from_float", answer
for body in [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100000, b'{"code":1,"language":"python"}',
             b'{"code":"1","language":"python","files":{"../../x":""}}',
             b'{"code":"1","language":"python","files":{"a":"*"}}',
             b'{"code":"1","language":"python","fetch_files":["/etc/passwd"]}',
             b'{"code":"1","language":"python","run_timeout":1e999}']:
    status, answer = call("/run_code", body)
    assert status == 422 and isinstance(answer["detail"], list), (status, body[:80], answer)
print("done")
