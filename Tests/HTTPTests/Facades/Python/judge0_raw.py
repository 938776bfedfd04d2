"""Judge0's API to the letter, and what it makes of nonsense: python judge0_raw.py URL TOKEN"""

import base64
import io
import json
import sys
import urllib.error
import urllib.parse
import urllib.request
import zipfile

url, token = sys.argv[1:3]


def call(method, path, body=None, headers=None, kind="application/json"):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + "/judge0" + path, data, method=method)
    request.add_header("X-Auth-Token", token)
    if data is not None:
        request.add_header("Content-Type", kind)
    for name, value in (headers or {}).items():
        request.add_header(name, value)
    try:
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
            return answer.status, (json.loads(text) if text[:1] in (b"{", b"[") else text)
    except urllib.error.HTTPError as error:
        text = error.read()
        return error.code, (json.loads(text) if text[:1] in (b"{", b"[") else text)


def expect(found, status, body=...):
    assert found[0] == status and (body is ... or found[1] == body), found
    return found[1]


PYTHON = {"language_id": 71}
waited = lambda body, more="": call("POST", "/submissions?wait=true&base64_encoded=false" + more, {**PYTHON, **body})

# A whole submission, waited for, with the usual fields and with all of them.
one = expect(waited({"source_code": "print(input())", "stdin": "5", "expected_output": "5\n"}), 201)
assert set(one) == {"token", "time", "memory", "stdout", "stderr", "compile_output", "message", "status"}, one
assert one["status"] == {"id": 3, "description": "Accepted"} and one["stdout"] == "5\n" and one["stderr"] is None, one
assert isinstance(one["time"], str) and isinstance(one["memory"], int), one
path = "/submissions/" + one["token"]
every = expect(call("GET", path + "?fields=*&base64_encoded=false"), 200)
assert every["source_code"] == "print(input())" and every["language"]["id"] == 71 and "id" not in every, every
assert every["cpu_time_limit"] == "5.0" and every["memory_limit"] == 128000 and len(every["created_at"]) == 24, every
encoded = expect(call("GET", path + "?fields=stdout,token&base64_encoded=true"), 200)
assert encoded == {"stdout": "NQo=\n", "token": one["token"]}, encoded
expect(call("GET", path + "?fields=a,stdout,b"), 400, {"error": "invalid fields: [a, b]"})
form = urllib.parse.urlencode({"source_code": "print(2)", "language_id": "71"}).encode()
answer = call("POST", "/submissions?wait=true&base64_encoded=false", form, kind="application/x-www-form-urlencoded")
assert expect(answer, 201)["stdout"] == "2\n"
form = b"source_code=x&language_id=70&language_id=71&source_code=print(3)"
answer = call("POST", "/submissions?wait=true&base64_encoded=false", form, kind="application/x-www-form-urlencoded")
assert expect(answer, 201)["stdout"] == "3\n"
part = '--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
form = (part % ("source_code", "print(4)") + part % ("language_id", "71") + "--b--\r\n").encode()
answer = call("POST", "/submissions?wait=true&base64_encoded=false", form, kind="multipart/form-data; boundary=b")
assert expect(answer, 201)["stdout"] == "4\n"

# What is no text.
binary = expect(waited({"source_code": "import sys; sys.stdout.buffer.write(b'\\xff')"}), 201)
assert "cannot be converted to UTF-8" in binary["error"] and "token" in binary, binary
expect(call("GET", "/submissions/" + binary["token"] + "?base64_encoded=false"), 400)

# Files beside it, number_of_runs, test cases, and a bomb.
archive = io.BytesIO()
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
    file.writestr("helper.py", "value = 6")
    file.writestr("data/a.txt", "seven")
files = base64.b64encode(archive.getvalue()).decode()
source = "import helper; print(helper.value, open('data/a.txt').read())"
assert expect(waited({"source_code": source, "additional_files": files}), 201)["stdout"] == "6 seven\n"
bomb = io.BytesIO()
with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
    file.writestr("zeros", b"\0" * (64 << 20))
refused = expect(
    waited({"source_code": "1", "additional_files": base64.b64encode(bomb.getvalue()).decode()}), 422)
assert "additional_files" in refused, refused
expect(waited({"source_code": "1", "additional_files": "bm8gemlw"}), 422)
assert expect(waited({"source_code": "print(1)", "number_of_runs": 3}), 201)["status"]["id"] == 3
cases = [{"stdin": str(i), "expected_output": str(i * i), "name": f"n{i}"} for i in range(4)]
tested = expect(waited({"source_code": "n=int(input()); print(n*n if n!=2 else 0)", "test_cases": cases}), 201)
assert [test["status"]["id"] for test in tested["tests"]] == [3, 3, 4, 3] and tested["status"]["id"] == 4, tested
cut = expect(
    waited({"source_code": "print(0)", "test_cases": cases, "stop_on_first_failure": True}), 201)
assert [test["name"] for test in cut["tests"]] == ["n0", "n1"], cut
wrong = [
    {"source": "print(1)"}, {"source": "", "language_id": 71}, {"source": "x", "language_id": 7},
    {"source": "x", "language_id": "many"}, {"source": "x", "language_id": 89}, {}, 7,
]
for checker in wrong:
    refused = waited({"source_code": "print(1)", "expected_output": "1", "checker": checker})
    assert list(expect(refused, 422)) == ["checker"], checker
exact = {"source_code": "print(1)", "expected_output": "1", "checker": {"kind": "exact"}}
assert expect(waited(exact), 201)["status"]["id"] == 4
# A checker of the client's own, for each test case; it is not the program's fault if it is none.
close = "import sys\na, b = (float(open(name).read()) for name in sys.argv[2:4])\nsys.exit(0 if abs(a - b) < 0.1 else 1)"
own = {"source_code": "print(input())", "checker": {"source": close, "language_id": 71, "kind": "dmoj"}}
near = [{"stdin": "1.05", "expected_output": "1"}, {"stdin": "2", "expected_output": "1"}]
checked = expect(waited({**own, "test_cases": near}), 201)
assert [test["status"]["id"] for test in checked["tests"]] == [3, 4], checked
for code in ["raise SystemExit(3)", "print('"]:
    broken = expect(waited({**own, "stdin": "1", "checker": {"source": code, "language_id": 71, "kind": "dmoj"}}), 201)
    assert broken["status"]["id"] == 13 and "checker" in broken["message"], broken
assert waited({**own, "checker": {**own["checker"], "kind": "none such"}})[0] == 422
events = call("GET", "/submissions/" + tested["token"] + "/events")[1]
assert b"event: status" in events and b'"id":4' in events, events
assert expect(waited({"source_code": "print('", "stdin": ""}), 201)["status"]["id"] == 11
words = {"source_code": "import sys; print(sys.argv[1:])", "command_line_arguments": "a 'b c' $(d)"}
assert expect(waited(words), 201)["stdout"] == "['a', 'b c', '(d)']\n"

# Its stack, and the time beyond its time.
deep = "int f(int n) { volatile char a[1000]; a[0] = n; return n ? f(n - 1) + a[0] : 0; }\nint main(void) { return f(4000) & 0; }"
assert expect(waited({"source_code": deep, "language_id": 50, "stack_limit": 1000}), 201)["status"]["id"] == 7
assert expect(waited({"source_code": deep, "language_id": 50, "stack_limit": 64000}), 201)["status"]["id"] == 3
busy = "import time\nwhile time.process_time() < 0.6: pass"
late = expect(waited({"source_code": busy, "cpu_time_limit": 0.4, "cpu_extra_time": 1}), 201)
assert late["status"]["id"] == 5 and float(late["time"]) >= 0.59, late
ended = expect(waited({"source_code": "while True: pass", "cpu_time_limit": 0.3, "cpu_extra_time": 0.1}), 201)
assert ended["status"]["id"] == 5 and 0.39 <= float(ended["time"]) < 0.6, ended

forks = """
import os, time
count = 0
try:
    while count < 20:
        if os.fork() == 0: time.sleep(5); os._exit(0)
        count += 1
except OSError: print(count)
"""
for most, count in [(1, 0), (3, 2)]:
    few = expect(waited({"source_code": forks, "max_processes_and_or_threads": most}), 201)
    assert few["stdout"] == f"{count}\n", (most, few)

# What is done says so.
token_ = expect(call("POST", "/submissions", {"source_code": "import time; time.sleep(4)", "language_id": 71}), 201)["token"]
seen = set()
while not seen & set(range(3, 15)):
    state = expect(call("GET", "/submissions/" + token_ + "?fields=status_id,started_at"), 200)
    assert state["status_id"] == 1 or state["started_at"], state
    if state["status_id"] == 2 and 2 not in seen:
        busy = expect(call("DELETE", "/submissions/" + token_), 400)["error"]
        assert busy == "submission cannot be deleted because its status is 2 (Processing)", busy
    seen.add(state["status_id"])
assert seen - {1} == {2, 3}, seen


def archive_of(**files):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in files.items():
            file.writestr(name.replace("__", "."), text)
    return base64.b64encode(archive.getvalue()).decode()


# A program of many files, which says itself how it is made and run.
many = {"language_id": 89, "additional_files": archive_of(
    compile="gcc -o program main.c", run="./program \"$@\"; echo more >&2",
    main__c="#include <stdio.h>\nint main(int n, char **a) { int x; scanf(\"%d\", &x); printf(\"%d %s\\n\", x * 2, a[1]); }")}
made = expect(waited({**many, "stdin": "21", "command_line_arguments": "it", "expected_output": "42 it"}), 201)
assert made["status"]["id"] == 3 and made["stdout"] == "42 it\n" and made["stderr"] == "more\n", made
script = {"language_id": 89, "additional_files": archive_of(run__sh="cat; touch here && ls")}
assert expect(waited({**script, "stdin": "in\n"}), 201)["stdout"] == "in\nhere\nrun.sh\n"
broken = expect(waited({"language_id": 89, "additional_files": archive_of(compile="echo bad >&2; exit 3", run="echo 1")}), 201)
assert broken["status"]["id"] == 6 and broken["compile_output"] == "bad\n" and broken["stdout"] is None, broken
nothing = expect(waited({"language_id": 89, "additional_files": archive_of(a="1")}), 201)
assert nothing["status"]["id"] == 6 and "there is no file run" in nothing["compile_output"], nothing
expect(call("POST", "/submissions", {"language_id": 89}), 422, {"additional_files": ["can't be blank"]})
expect(call("POST", "/submissions", {**many, "source_code": "1"}), 422, {"source_code": ["must be blank"]})

# What is refused.
refusals = [
    ({}, {"source_code": ["can't be blank"], "language_id": ["can't be blank"]}),
    ({"source_code": "1", "language_id": 9999}, {"language_id": ["language with id 9999 doesn't exist"]}),
    (
        {"source_code": "1", "language_id": 4},
        {"language_id": ["language with id 4 is archived and cannot be used anymore"]},
    ),
    (
        {"source_code": "1", "language_id": 71, "cpu_time_limit": 16, "memory_limit": 1},
        {
            "cpu_time_limit": ["must be less than or equal to 15"],
            "memory_limit": ["must be greater than or equal to 2048"],
        },
    ),
    (
        {"source_code": "1", "language_id": 71, "number_of_runs": "many"},
        {"number_of_runs": ["is not a number"]},
    ),
]
plain = {"source_code": "1", "language_id": 71}
refusals += [
    ({"source_code": " \t\r\n", "language_id": 71}, {"source_code": ["can't be blank"]}),
    (
        {**plain, "number_of_runs": 0, "max_processes_and_or_threads": -1, "wall_time_limit": 0.5},
        {
            "number_of_runs": ["must be greater than 0"], "max_processes_and_or_threads": ["must be greater than 0"],
            "wall_time_limit": ["must be greater than or equal to 1"],
        },
    ),
    ({**plain, "enable_network": True}, {"enable_network": ["enabling network is not allowed"]}),
    (
        {**plain, "compiler_options": "-O2"},
        {"compiler_options": ["setting compiler options is only allowed for compiled languages"]},
    ),
]
expect(waited({"source_code": "print(1)", "compiler_options": " "}), 201)
for body, errors in refusals:
    expect(call("POST", "/submissions", body), 422, errors)
batch = [{"source_code": "print(1)", "language_id": 71}, {"source_code": "", "language_id": 71}]
tokens = expect(call("POST", "/submissions/batch?base64_encoded=false", {"submissions": batch}), 201)
assert "token" in tokens[0] and tokens[1] == {"source_code": ["can't be blank"]}, tokens
expect(call("POST", "/submissions/batch", {"submissions": [batch[1]]}), 422)
expect(call("POST", "/submissions/batch", {"submissions": []}), 400)
too_many = expect(call("POST", "/submissions/batch", {"submissions": batch * 11}), 400)
assert too_many["error"] == "number of submissions in a batch should be less than or equal to 20", too_many
both = tokens[0]["token"] + ",nothing"
found = expect(call("GET", "/submissions/batch?fields=token", headers={"tokens": both}), 200)
assert found == {"submissions": [{"token": tokens[0]["token"]}, None]}, found
placed = "nothing,,%s,," % tokens[0]["token"]
found = expect(call("GET", "/submissions/batch?fields=token&tokens=nothing", headers={"tokens": placed}), 200)
assert found == {"submissions": [None, None, {"token": tokens[0]["token"]}]}, found
expect(call("GET", "/submissions/unknown"), 404)
expect(call("GET", "/submissions?page=-4"), 400, {"error": "invalid page: -4"})
expect(call("GET", "/submissions?per_page=-2"), 400, {"error": "invalid per_page: -2"})
listed = expect(call("GET", "/submissions?per_page=2&page=2&fields=token&base64_encoded=true"), 200)
assert len(listed["submissions"]) == 2 and listed["meta"]["prev_page"] == 1, listed
expect(call("DELETE", path + "?fields=status_id"), 200, {"status_id": 3})
expect(call("GET", path), 404)
expect(call("GET", "/about", headers={"X-Auth-Token": "wrong"}), 401, b"")
expect(call("POST", "/authenticate"), 200, b"")

# Nonsense, which is the client's fault and never the server's.
nonsense = [
    b"", b"{", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b"[" * 100000, b'{"a":' * 50000,
    b'{"source_code":{},"language_id":[]}', b'{"source_code":"1","language_id":71,"test_cases":{}}',
    b'{"source_code":"1","language_id":71,"test_cases":[1,null,"x"]}',
    b'{"source_code":"1","language_id":1e400}', b'{"source_code":"1","language_id":71,"cpu_time_limit":1e300}',
    b'{"source_code":"1","language_id":71,"cpu_time_limit":"NaN","memory_limit":-9e99}',
    b'{"source_code":"1","language_id":71,"number_of_runs":1e18,"max_file_size":-1}',
    b'{"source_code":"1","language_id":71,"checker":{"kind":"no such"},"expected_output":"1"}',
    b'{"source_code":"\\ud800","language_id":71}', b'{"submissions":7}', b'{"submissions":[7,null,[],{}]}',
    b'{"source_code":"1","language_id":71,"additional_files":"' + b"UEsDBAo" * 500 + b'"}',
    b'{"source_code":"1","language_id":71,"callback_url":"gopher://127.0.0.1/"}',
]
for body in nonsense:
    for method, place in [("POST", "/submissions"), ("POST", "/submissions/batch"), ("POST", "/submissions?wait=x")]:
        for kind in ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"]:
            status, answer = call(method, place, body, kind=kind)
            assert 400 <= status < 500 or (status == 201 and "{}" not in body.decode("latin1")), (status, place, body[:80], answer)
for place in ["/submissions/%00", "/submissions/" + "a" * 5000, "/submissions/batch?tokens=" + "%ff," * 15,
              "/submissions?page=99999999999999999999", "/submissions?page=99999", "/languages/x", "/languages/-1",
              "/submissions/batch"]:
    status, answer = call("GET", place)
    assert status < 500, (status, place, answer)
names = {language["id"]: language["name"] for language in expect(call("GET", "/languages"), 200)}
assert names[71].startswith("Python (3."), names
for place in ["/docs", "/languages", "/languages/all", "/statuses", "/system_info", "/config_info", "/about", "/version",
              "/license", "/isolate", "/workers", "/statistics"]:
    expect(call("GET", place), 200)
print("done")
