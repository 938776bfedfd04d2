"""Speaks with /api/v1/executions of a real coordinator as a client would, and checks each answer.

Usage: executions.py PORT TOKEN
"""

import base64
import hashlib
import http.client
import json
import os
import socket
import struct
import sys
import time

PORT, TOKEN = int(sys.argv[1]), sys.argv[2]
PATH = "/api/v1/executions"


def ask(method, path, body=None, headers=None, token=TOKEN):
    """The status, the headers and the decoded body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    fields = {"Authorization": f"Bearer {token}"} if token else {}
    if body is not None:
        fields["Content-Type"] = "application/json"
        if not isinstance(body, (bytes, str)):
            body = json.dumps(body)
    fields.update(headers or {})
    connection.request(method, path, body, fields)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    is_json = "json" in (answer.getheader("Content-Type") or "")
    return answer.status, answer.headers, json.loads(data) if is_json else data


def python(text, **more):
    return {"language": "python3", "source": text, **more}


def a_program_is_run_and_answered_for():
    status, headers, found = ask("POST", PATH + "?wait=true", python("print(input()[::-1])", stdin="olleh\n"))
    assert status == 201, found
    assert found["state"] == "finished" and found["verdict"] == "AC", found
    assert found["tests"][0]["stdout"] == "hello\n" and found["tests"][0]["exit_code"] == 0, found
    assert headers["Location"] == f"{PATH}/{found['id']}"
    status, _, again = ask("GET", headers["Location"])
    assert status == 200 and again == found, again


def what_is_not_kept_leaves_nothing():
    before = ask("GET", PATH)[2]["executions"]
    status, _, found = ask("POST", PATH, python("print(1)", keep=False))
    assert status == 200 and found["verdict"] == "AC" and "id" not in found, found
    assert ask("GET", PATH)[2]["executions"] == before


def many_tests_are_run_on_one_build():
    tests = [
        {"name": "a", "stdin": "1", "expected_output": "2"},
        {"name": "b", "stdin": "2", "expected_output": "5"},
        {"name": "c", "stdin": "x", "expected_output": "1"},
    ]
    body = python("print(int(input()) * 2)", tests=tests, keep=False)
    found = ask("POST", PATH, body)[2]
    assert [test["verdict"] for test in found["tests"]] == ["AC", "WA", "RE"], found
    found = ask("POST", PATH, {**body, "stop_at_failure": True})[2]
    assert [test["verdict"] for test in found["tests"]] == ["AC", "WA"], found
    close = {"stdin": "1", "expected_output": "2.0000001", "checker": "testlib.rcmp6"}
    found = ask("POST", PATH, {**body, "tests": [close]})[2]
    assert found["verdict"] == "AC", found


def files_and_bytes_pass_through():
    data = bytes(range(256))
    body = python(
        "import sys\ndata = open('in.bin', 'rb').read()\nopen('out.bin', 'wb').write(data[::-1])\n"
        "sys.stdout.buffer.write(sys.stdin.buffer.read())",
        files=[{"name": "in.bin", "content": {"base64": base64.b64encode(data).decode()}}],
        wanted_files=["out.bin"],
        stdin={"base64": base64.b64encode(data).decode()},
        keep=False,
    )
    test = ask("POST", PATH, body)[2]["tests"][0]
    assert base64.b64decode(test["stdout"]["base64"]) == data, test
    assert base64.b64decode(test["files"][0]["content"]["base64"]) == data[::-1], test


def files_are_named_by_their_hash():
    data = os.urandom(700_000)
    name = hashlib.sha256(data).hexdigest()
    path = f"/api/v1/files/{name}"
    text = "import sys\nprint(len(open('in.bin', 'rb').read()), len(sys.stdin.buffer.read()))"
    stored = {"sha256": name}
    body = python(text, files=[{"name": "in.bin", "content": stored}], stdin=stored)
    status, _, problem = ask("POST", PATH, body)
    assert status == 400 and "no file" in problem["detail"] and "stdin" in problem["detail"], problem
    offset, length = 0, {"Upload-Length": str(len(data))}
    while offset < len(data):
        part = data[offset : offset + 300_000]
        status, headers, _ = ask("PUT", path, part, {**length, "Upload-Offset": str(offset)})
        assert status in (201, 202), status
        offset = int(headers["Upload-Offset"])
    for keep in [True, False]:
        found = ask("POST", PATH + "?wait=true", {**body, "keep": keep})[2]
        assert found["tests"][0]["stdout"] == "700000 700000\n", found
    expected = b"x" * 100_000
    name = hashlib.sha256(expected).hexdigest()
    assert ask("PUT", f"/api/v1/files/{name}", expected)[0] == 201
    body = python("print('x' * 100000)", tests=[{"expected_output": {"sha256": name}}], keep=False)
    assert ask("POST", PATH, body)[2]["verdict"] == "AC"


def languages_are_listed():
    languages = {language["id"]: language for language in ask("GET", "/api/v1/languages")[2]["languages"]}
    found = languages["python3"]
    assert found["available"] and found["version"].startswith("3.") and "py" in found["extensions"], found


def limits_are_kept_and_refused():
    body = python("while True: pass", limits={"cpu_ms": 300}, keep=False)
    test = ask("POST", PATH, body)[2]["tests"][0]
    assert test["verdict"] == "TLE" and test["ending"] == "cpu_limit", test
    status, _, problem = ask("POST", PATH, {**body, "limits": {"memory_bytes": 1 << 50}})
    assert status == 400 and "caps.memory" in problem["detail"], problem


def what_does_not_compile_says_why():
    found = ask("POST", PATH, {"language": "c", "source": "int main( {}", "keep": False})[2]
    assert found["verdict"] == "CE" and "error:" in found["compilation"]["log"], found


def wrong_requests_say_what_to_change():
    table = [
        (python("1", stdinn="x"), 422, "stdinn"),
        ({"language": "python3"}, 422, "source"),
        ({"source": "1"}, 422, "language"),
        (python(7), 422, "source"),
        (python("1", tests=[{"stdin": 3}]), 422, "tests[0].stdin"),
        (python("1", tests=[], stdin="x"), 422, "stdin"),
        (python("1", checker="judge0.strip"), 422, "checker"),
        (python("1", checker={"arguments": ["x"]}, expected_output="1"), 422, "checker"),
        (python("1", checker={"source": "1"}), 422, "checker.language"),
        (python("1", checker={"source": "1", "language": "python3", "name": "exact"}), 422, "checker"),
        (python("1", checker={"language": "python3"}), 422, "checker.source"),
        (python("1", checker={"sources": [], "language": "python3"}), 400, "checker.sources"),
        (python("1", checker={"sources": [{"name": "README", "content": "1"}]}), 400, "checker.sources"),
        (python("1", checker={"sources": [{"name": "../a.py", "content": "1"}]}), 400, "checker.sources"),
        (python("1", checker={"source": "1", "language": "klingon"}), 400, "checker.language"),
        (python("1", checker={"source": "1", "language": "python3", "convention": "x"}), 400, "checker.convention"),
        (python("1", checker={"source": "1", "language": "python3", "limits": {"cpu_ms": 0}}), 400, "checker.limits"),
        (
            python("1", checker={"source": {"sha256": "0" * 64}, "language": "python3"}), 400,
            "checker.sources[0].content",
        ),
        (python("1", tests=[{"checker": {"source": "1", "language": "c"}}]), 422, "tests[0].checker"),
        (python("1", tests=[{"checker": {"arguments": ["1"]}}]), 422, "tests"),
        (python("1", tests=[{"checker": "exact"}]), 422, "tests[0].checker"),
        (
            python("1", tests=[{"expected_output": "1", "checker": "exact"}], checker=checking("1")), 400,
            "there is no test",
        ),
        (python("1", limits={"cpu_ms": -1}), 422, "limits.cpu_ms"),
        (python("1", priority="urgent"), 422, "priority"),
        (python({"base64": "!"}), 422, "source.base64"),
        (python("1", tests=[]), 400, "tests"),
        (python("1", ttl_seconds=0), 400, "time_to_live"),
        ({"language": "klingon", "source": "1"}, 400, "klingon"),
        ("{", 400, "JSON"),
        ("[" * 10000, 400, "deep"),
    ]
    for body, status, word in table:
        got, _, problem = ask("POST", PATH, body)
        assert got == status and word in json.dumps(problem), (body if len(str(body)) < 200 else "", got, problem)
    assert ask("POST", PATH, "{}", {"Content-Type": "text/plain"})[0] == 415
    assert ask("GET", PATH + "/nonsense")[0] == 404
    assert ask("GET", PATH + "/" + "0" * 26)[0] == 404
    assert ask("GET", PATH + "?limit=0")[0] == 422
    assert ask("GET", PATH + "?cursor=x")[0] == 422
    assert ask("PUT", PATH)[0] == 405


def nobody_gets_in_without_a_token():
    for token in [None, "wrong", TOKEN + "x"]:
        for method, path in [("POST", PATH), ("GET", PATH), ("GET", PATH + "/" + "0" * 26), ("DELETE", PATH + "/x")]:
            assert ask(method, path, token=token)[0] == 401, (token, method, path)


def the_same_is_done_once_where_that_is_wanted():
    key = {"Idempotency-Key": f"key-{os.getpid()}"}
    first = ask("POST", PATH + "?wait=true", python("print(2)"), key)
    again = ask("POST", PATH + "?wait=true", python("print(2)"), key)
    assert first[0] == 201 and again[0] == 200 and first[2]["id"] == again[2]["id"], (first, again)
    assert ask("POST", PATH, python("print(3)"), key)[0] == 409
    body = python("print(4)", reuse=True)
    first, again = (ask("POST", PATH + "?wait=true", body)[2] for _ in range(2))
    assert first["id"] == again["id"] and again["verdict"] == "AC", again


def lists_have_labels_and_pages():
    label = f"run-{os.getpid()}-{time.time_ns()}"
    ids = [ask("POST", PATH, python(f"print({n})", labels={"which": label}))[2]["id"] for n in range(5)]
    seen, path = [], f"{PATH}?label.which={label}&limit=2"
    cursor = ""
    while True:
        page = ask("GET", path + cursor)[2]
        seen += [execution["id"] for execution in page["executions"]]
        if "next" not in page:
            break
        cursor = "&cursor=" + page["next"]
    assert seen == ids[::-1], (seen, ids)
    for number in ids:
        assert ask("DELETE", f"{PATH}/{number}")[0] == 204
        assert ask("GET", f"{PATH}/{number}")[0] == 404
    assert ask("GET", path)[2]["executions"] == []


def events(path, headers=None):
    """The events of a stream, as (id, name, data), until it ends."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    connection.request("GET", path, headers={"Authorization": f"Bearer {TOKEN}", **(headers or {})})
    answer = connection.getresponse()
    assert answer.status == 200 and answer.headers["Content-Type"] == "text/event-stream", answer.status
    event = {}
    while line := answer.readline():
        line = line.decode().rstrip("\n")
        if not line and event:
            yield event.get("id"), event["event"], json.loads(event["data"])
            event = {}
        elif line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            event[name] = value
    connection.close()


def what_happens_is_told_while_it_happens():
    text = "import time; time.sleep(0.3); print(input())"
    body = python(text, tests=[{"stdin": str(number)} for number in range(3)])
    made = ask("POST", PATH, body)[2]
    assert made["state"] == "open", made
    path = f"{PATH}/{made['id']}/events"
    told = list(events(path))
    names = [name for _, name, _ in told]
    assert names[0] == "open" and names[-1] == "finished", names
    assert names.count("test") >= 1 and told[-1][2]["verdict"] == "AC", told
    assert [name for _, name, _ in events(path, {"Last-Event-ID": told[-1][0]})] == []
    assert [name for _, name, _ in events(path)] == ["finished"]


def one_that_is_cancelled_ends():
    made = ask("POST", PATH, python("while True: pass", limits={"cpu_ms": 100000}))[2]
    status, _, found = ask("POST", f"{PATH}/{made['id']}/cancel")
    assert status == 200 and found["state"] == "cancelled", found
    assert ask("GET", f"{PATH}/{made['id']}?wait=true")[2]["state"] == "cancelled"


class WebSocket:
    """As much of a client as these checks need."""

    def __init__(self, path):
        self.socket = socket.create_connection(("127.0.0.1", PORT), timeout=60)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nAuthorization: Bearer {TOKEN}\r\n\r\n".encode()
        )
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        while self.file.readline().strip():
            pass

    def send(self, payload, opcode=1):
        data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        mask = os.urandom(4)
        size = bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + struct.pack(">H", len(data))
        body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))
        self.socket.sendall(bytes([0x80 | opcode]) + size + mask + body)

    def receive(self):
        """The next message; the code of the close."""
        while True:
            first, second = self.file.read(2)
            size = second & 127
            if size == 126:
                size = struct.unpack(">H", self.file.read(2))[0]
            elif size == 127:
                size = struct.unpack(">Q", self.file.read(8))[0]
            data = self.file.read(size)
            if first & 15 == 8:
                return struct.unpack(">H", data[:2])[0]
            if first & 15 == 1:
                return json.loads(data)


def a_program_is_spoken_with():
    channel = WebSocket(PATH + "/interactive")
    assert channel.status == 101
    text = "import sys\nfor line in sys.stdin: print(line.strip()[::-1], flush=True)\nprint('done', file=sys.stderr)"
    channel.send({"type": "start", **python(text)})
    assert channel.receive()["compilation"]["succeeded"]
    channel.send({"type": "stdin", "data": "abc\n"})
    assert channel.receive() == {"type": "stdout", "data": "cba\n"}
    channel.send(b"xyz\n", opcode=2)
    assert channel.receive() == {"type": "stdout", "data": "zyx\n"}
    channel.send({"type": "eof"})
    assert channel.receive() == {"type": "stderr", "data": "done\n"}
    end = channel.receive()
    assert end["type"] == "exit" and end["result"]["exit_code"] == 0, end
    assert channel.receive() == 1000
    for first, code in [({"type": "stdin", "data": "x"}, 4001), ({"type": "start", "language": "klingon", "source": ""}, 4000)]:
        channel = WebSocket(PATH + "/interactive")
        channel.send(first)
        answer = channel.receive()
        if isinstance(answer, dict):
            assert answer["type"] == "error", answer
            answer = channel.receive()
        assert answer == code, (first, answer)


def signals_reach_the_program():
    # Without print(), within which a signal may come that could not print then.
    text = (
        "import os, signal, sys\n"
        "def handle(number, frame):\n    os.write(1, f'got {signal.Signals(number).name}\\n'.encode())\n    sys.exit(3)\n"
        "signal.signal(signal.SIGINT, handle)\nos.write(1, b'ready\\n')\nwhile True: signal.pause()"
    )
    channel = WebSocket(PATH + "/interactive")
    channel.send({"type": "start", **python(text)})
    assert channel.receive()["compilation"]["succeeded"]
    assert channel.receive() == {"type": "stdout", "data": "ready\n"}
    channel.send({"type": "signal", "signal": "SIGINT"})
    assert channel.receive() == {"type": "stdout", "data": "got SIGINT\n"}
    assert channel.receive()["result"]["exit_code"] == 3
    for message in [{"type": "signal", "signal": "SIGKILL"}, {"type": "signal"}, {"type": "signal", "signal": 9}]:
        channel = WebSocket(PATH + "/interactive")
        channel.send({"type": "start", **python("input()")})
        assert channel.receive()["compilation"]["succeeded"]
        channel.send(message)
        assert channel.receive()["type"] == "error" and channel.receive() == 4000


def checking(source, **more):
    return {"language": "python3", "source": source, "convention": "dmoj", **more}


CLOSE = "import sys\na, b = (float(open(name).read()) for name in sys.argv[2:4])\nsys.exit(0 if abs(a - b) < 0.1 else 1)"


def a_checker_that_is_sent_along_says_what_is_right():
    tests = [
        {"stdin": "1.04", "expected_output": "1"},
        {"stdin": "1.2", "expected_output": "1"},
        {"stdin": "1", "expected_output": "1", "checker": "exact"},
        {"stdin": "9"},
    ]
    body = python("print(input())", tests=tests, checker=checking(CLOSE))
    for keep in [True, False]:
        found = ask("POST", PATH + "?wait=true", {**body, "keep": keep})[2]
        # The last one has nothing to be close to: what Python cannot go on with has status 1, which is wrong with dmoj.
        assert [test["verdict"] for test in found["tests"]] == ["AC", "WA", "WA", "WA"], found
        assert found["checker"]["succeeded"] and found["verdict"] == "WA", found
    seen = events(ask("POST", PATH, body)[1]["Location"] + "/events")
    assert [name for _, name, _ in seen][-1] == "finished", seen
    # By the ICPC's convention, with points; compiled, and told by its name.
    validator = '#include <cstdio>\nint main(int, char **v) { char p[999]; std::snprintf(p, 999, "%sscore_multiplier.txt", v[3]); std::FILE *f = std::fopen(p, "w"); std::fputs(v[4], f); return 42; }'
    some = {"sources": [{"name": "v.cpp", "content": validator}], "convention": "icpc", "arguments": ["0.5"]}
    tests = [{}, {"checker": {"arguments": ["1"]}}, {"checker": {"arguments": ["0"]}}, {"checker": {"arguments": ["x"]}}]
    found = ask("POST", PATH, python("print(1)", tests=tests, checker=some, keep=False))[2]
    assert [test["verdict"] for test in found["tests"]] == ["PC", "AC", "WA", "JE"], found
    assert found["tests"][0]["part"] == "0.5", found


def a_checker_that_fails_is_nobodys_wrong_answer():
    table = [
        ("raise SystemExit(7)", "status 7"), ("while True: pass", "CPU time limit"),
        ("import os; os.kill(os.getpid(), 9)", "SIGKILL"), ("a = 'x' * (1 << 30); b = a + a", ""),
    ]
    for source, word in table:
        checker = checking(source, limits={"cpu_ms": 500, "memory_bytes": 64 << 20})
        found = ask("POST", PATH, python("print(1)", checker=checker, keep=False))[2]
        if word:
            assert found["verdict"] == "JE" and word in found["tests"][0]["message"], (source, found)
        assert found["tests"][0]["exit_code"] == 0 and found["compilation"]["succeeded"], found
    for source, language in [("print('", "python3"), ("int main( {}", "c")]:
        broken = {**checking(source), "language": language}
        for keep in [True, False]:
            found = ask("POST", PATH + "?wait=true", python("print(1)", checker=broken, keep=keep))[2]
            assert found["state"] == "finished" and found["verdict"] == "JE" and found["tests"] == [], found
            assert not found["checker"]["succeeded"] and "rror" in found["checker"]["log"], found
    # What the program does wrong is told before anybody looks at the checker.
    assert ask("POST", PATH, python("print('", checker=broken, keep=False))[2]["verdict"] == "CE"


def main():
    for check in [
        a_program_is_run_and_answered_for, what_is_not_kept_leaves_nothing, many_tests_are_run_on_one_build,
        files_and_bytes_pass_through, limits_are_kept_and_refused, what_does_not_compile_says_why,
        wrong_requests_say_what_to_change, nobody_gets_in_without_a_token, the_same_is_done_once_where_that_is_wanted,
        lists_have_labels_and_pages, what_happens_is_told_while_it_happens, one_that_is_cancelled_ends,
        a_program_is_spoken_with, files_are_named_by_their_hash, languages_are_listed,
        signals_reach_the_program, a_checker_that_is_sent_along_says_what_is_right,
        a_checker_that_fails_is_nobodys_wrong_answer,
    ]:
        check()
        print("held:", check.__name__.replace("_", " "), flush=True)


main()
