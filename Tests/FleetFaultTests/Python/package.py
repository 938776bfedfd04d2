"""Uses the package of Scripts/python against a real coordinator, and checks what it does.

Usage: package.py URL TOKEN README
"""

import asyncio
import io
import os
import re
import socket
import sys
from contextlib import redirect_stdout

import httpx

from verdict import (
    AsyncClient, Checker, CheckerProgram, Client, Conflict, ConnectionFailed, Exhausted, InvalidRequest, JudgeFailed, Limits, NotFound,
    Program, Retries, RewardFunction, Test, Unauthenticated, extract_code,
)  # fmt: skip

URL, TOKEN, README = sys.argv[1:]
DOUBLE = "print(int(input()) * 2)"


def raises(kind, body, **fields):
    """The error of that class that `body` ends in, whose fields are these."""
    try:
        body()
    except kind as error:
        for name, value in fields.items():
            assert getattr(error, name) == value, (name, getattr(error, name), error)
        return error
    raise AssertionError(f"no {kind.__name__}")


def programs_are_run(client):
    found = client.execute("python3", "print(input()[::-1])", tests=[Test("olleh")])
    assert found.accepted and found.id is None and found.tests[0].text == "hello\n", found
    tests = [Test("1", "2"), Test("2", "5"), Test("3", "6.0000001", checker=Checker("testlib.rcmp6"))]
    program = Program("python3", DOUBLE, tests, limits=Limits(cpu_ms=2000))
    assert [test.verdict for test in client.run(program).tests] == ["AC", "WA", "AC"]
    checker = CheckerProgram({"v.py": "import sys; sys.exit(int(sys.argv[4]))"}, None, "icpc", ["42"], Limits(cpu_ms=3000))
    tests = [Test(), Test(checker=Checker(arguments=["43"])), Test(checker=Checker(arguments=["7"]))]
    found = client.execute("python3", "print(1)", tests=tests, checker=checker)
    assert [test.verdict for test in found.tests] == ["AC", "WA", "JE"] and found.checker.succeeded, found
    data = bytes(range(256))
    found = client.execute(
        "python3", {"main.py": "import other", "other.py": "open('b', 'wb').write(open('a', 'rb').read()[::-1])"},
        files={"a": data}, wanted_files=["b"],
    )  # fmt: skip
    assert found.tests[0].files == {"b": data[::-1]}, found
    assert client.execute("c", "int main( {}").verdict == "CE"
    languages = {language.id: language for language in client.languages()}
    assert languages["python3"].available and languages["python3"].version, languages["python3"]


def what_is_kept_is_followed_and_forgotten(client):
    label = {"run": os.urandom(8).hex()}
    program = Program("python3", DOUBLE, [Test("1"), Test("2")], labels=label)
    started = client.start(program, key=label["run"])
    assert client.start(program, key=label["run"]).id == started.id
    raises(Conflict, lambda: client.start(Program("python3", "1"), key=label["run"]), status=409, code="already_exists")
    events = list(client.events(started.id))
    assert events[0].execution and events[-1].name == "finished" and events[-1].execution.accepted, events
    assert client.wait(started.id).tests[1].text == "4\n" and client.get(started.id).has_ended
    ids = {started.id} | {client.start(program).id for _ in range(4)}
    assert {one.id for one in client.list(label, page=2)} == ids
    for name in ids:
        client.delete(name)
    assert raises(NotFound, lambda: client.get(started.id)).request_id
    endless = client.start(Program("python3", "while True: pass", limits=Limits(cpu_ms=60000)))
    assert client.wait(endless.id, timeout=0).state == "open"
    assert client.cancel(endless.id).state == "cancelled" and client.wait(endless.id).has_ended


def files_are_put_once(client):
    data = os.urandom(300_000)
    stored = client.put_file(data)
    assert client.put_file(data) == stored
    found = client.execute("python3", "import sys; print(len(sys.stdin.buffer.read()))", tests=[Test(stored)])
    assert found.tests[0].text == "300000\n", found


def errors_are_classes(client):
    error = raises(InvalidRequest, lambda: client.execute("python3", "1", priority="urgent"), status=422)
    assert error.fields[0].field == "priority" and "priority" in str(error), error
    raises(InvalidRequest, lambda: client.execute("klingon", "1"), status=400, code="invalid")
    with Client(URL, "wrong") as stranger:
        raises(Unauthenticated, lambda: stranger.execute("python3", "1"), status=401)
    with Client("http://127.0.0.1:1", retries=Retries(attempts=2, first=0.01)) as nobody:
        raises(ConnectionFailed, lambda: nobody.languages())


def what_fails_for_now_is_tried_again(_):
    answers, seen = [], []

    def answer(request):
        seen.append(request)
        made = answers.pop(0)
        if isinstance(made, Exception):
            raise made
        return made

    busy = lambda: httpx.Response(429, headers={"Retry-After": "0"}, json={"code": "exhausted", "detail": "later"})
    good = {"languages": []}
    client = Client(transport=httpx.MockTransport(answer), retries=Retries(attempts=3, first=0.001))
    answers[:] = [busy(), httpx.ConnectError("gone"), httpx.Response(200, json=good)]
    assert client.languages() == [] and len(seen) == 3
    answers[:] = [busy(), busy(), busy()]
    raises(Exhausted, client.languages, retry_after=0.0)
    assert answers == []
    # A proxy's page is an error as well, and a fault of the server's is not sent again.
    answers[:] = [httpx.Response(500, text="<html>")]
    assert raises(Exception, client.languages).status == 500
    # What is kept is begun once, however often it is sent.
    seen.clear()
    kept = {"id": "x", "state": "open", "language": "python3"}
    answers[:] = [httpx.ReadError("cut off"), httpx.Response(201, json=kept)]
    assert client.start(Program("python3", "1")).id == "x"
    assert len({request.headers["idempotency-key"] for request in seen}) == 1 and len(seen) == 2
    # A file goes on where the server says that it ends.
    seen.clear()
    part = {"Upload-Offset": "3", "Upload-Complete": "?0"}
    gap = httpx.Response(409, headers={"Upload-Offset": "1"}, json={"code": "gap", "detail": "gap"})
    answers[:] = [httpx.Response(200, headers=part), gap, httpx.Response(202, headers=part)]
    answers.append(httpx.Response(201, headers={"Upload-Offset": "5", "Upload-Complete": "?1"}))
    assert client.put_file(b"hello").size == 5
    assert [request.headers.get("upload-offset") for request in seen] == [None, "3", "1", "3"]
    assert [request.content for request in seen] == [b"", b"lo", b"ello", b"lo"]


def a_server_that_says_nothing_is_not_waited_for(_):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with Client(url, timeout=0.1, retries=Retries(attempts=1)) as client:
            raises(ConnectionFailed, lambda: client.wait("x", timeout=0.1))


def code_is_taken_out_of_markdown(_):
    table = [
        ("print(1)", "print(1)"),
        ("", None),
        ("Text\n```python\nprint(1)\n```\nmore", "print(1)\n"),
        ("```py\n1\n```\n```python\n2\n```\n```cpp\n3\n```", "2\n"),
        ("```\n1\n```\nand\n```bash\nls\n```", "1\n"),
        ("```cpp\nint x;\n```", None),
        ("~~~python\na = '```'\n~~~", "a = '```'\n"),
        ("````python\n'''\n```\n'''\n````", "'''\n```\n'''\n"),
        ("```python\nprint(1)", "print(1)"),
        ("```python\r\nprint(1)\r\n```\r\n", "print(1)\n"),
        ("```python\n\n```", None),
        ([{"role": "assistant", "content": "```python\n5\n```"}], "5\n"),
        ([], None),
        ("`" * 200_000, None),
    ]
    for text, code in table:
        assert extract_code(text) == code, (text[:100], extract_code(text))
    assert extract_code("```c++\nint x;\n```", "cpp") == "int x;\n"


def rewards_are_right(client):
    good, wrong = f"```python\n{DOUBLE}\n```", "```python\nprint(int(input()) + 21)\n```"
    tests = [Test("21", "42"), Test("-1", "-2")]
    completions = [good, wrong, "I do not know.", "```python\nwhile True: pass\n```", "```python\n\ud800\n```"] * 4
    limits = Limits(cpu_ms=300)
    assert RewardFunction(client, limits=limits, concurrency=8)(completions, tests) == [1.0, 0.0, 0.0, 0.0, 0.0] * 4
    partly = RewardFunction(client, limits=limits, partial=True)
    assert partly([good, wrong], [tests, tests[:1]]) == [1.0, 1.0] and partly([wrong], tests) == [0.5]
    raises(ValueError, lambda: partly([good], [tests, tests]))
    with Client("http://127.0.0.1:1", retries=Retries(attempts=1)) as nobody:
        raises(ConnectionFailed, lambda: RewardFunction(nobody)([good], tests))
        assert RewardFunction(nobody, failed_score=-1.0)([good], tests) == [-1.0]


def a_judge_that_failed_is_no_reward(_):
    seen = []

    def answer(request):
        seen.append(request)
        test = {
            "index": 0, "verdict": "JE" if len(seen) != 5 else "AC", "message": "no room", "ending": "failed", "cpu_ms": 0,
            "wall_ms": 0, "memory_bytes": 0, "stdout": "", "stderr": "", "files": [], "disturbed": False,
        }  # fmt: skip
        found = {"state": "finished", "language": "python3", "verdict": test["verdict"], "tests": [test]}
        return httpx.Response(200, json=found)

    with Client(transport=httpx.MockTransport(answer)) as client:
        raises(JudgeFailed, lambda: RewardFunction(client)(["print(1)"], [Test("", "1")]))
        # Another time it does not fail.
        assert len(seen) == 3 and RewardFunction(client)(["print(1)"], [Test("", "1")]) == [1.0] and len(seen) == 5
        assert RewardFunction(client, failed_score=-1.0)(["print(1)"], [Test("", "1")]) == [-1.0]


async def asynchronously():
    async with AsyncClient(URL, TOKEN) as client:
        found = await asyncio.gather(*(client.execute("python3", f"print({n})") for n in range(20)))
        assert [one.tests[0].text for one in found] == [f"{n}\n" for n in range(20)]
        label = {"run": os.urandom(8).hex()}
        started = await client.start(Program("python3", "print(1)", labels=label))
        assert [event.name async for event in client.events(started.id)][-1] == "finished"
        assert (await client.wait(started.id)).accepted
        assert [one.id async for one in client.list(label)] == [started.id]
        await client.delete(started.id)
        assert (await client.put_file(b"x")).size == 1 and await client.languages()
        reward = RewardFunction(client)
        assert await reward.score([f"```python\n{DOUBLE}\n```", "no"], [Test("1", "2")]) == [1.0, 0.0]


def an_event_loop_goes_on_meanwhile(_):
    asyncio.run(asynchronously())


def the_readme_is_true(_):
    text = open(README, encoding="utf-8").read()
    code = "\n".join(re.findall(r"^```python\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))
    assert code.count('"http://127.0.0.1:8080", token=None') == 1
    code = code.replace('"http://127.0.0.1:8080", token=None', f"{URL!r}, token={TOKEN!r}")
    said = io.StringIO()
    with redirect_stdout(said):
        exec(compile(code, README, "exec"), {})
    lines = [line for line in said.getvalue().splitlines() if line]
    assert lines[:2] == ["hello", "WA ['AC', 'AC', 'WA']"], lines
    assert "finished" in lines and lines[-3:] == ["WA", "100000", "[1.0, 0.0]"], lines


def main():
    with Client(URL, TOKEN) as client:
        for check in [
            code_is_taken_out_of_markdown, what_fails_for_now_is_tried_again,
            a_server_that_says_nothing_is_not_waited_for, programs_are_run,
            what_is_kept_is_followed_and_forgotten, files_are_put_once, errors_are_classes, rewards_are_right,
            a_judge_that_failed_is_no_reward, an_event_loop_goes_on_meanwhile, the_readme_is_true,
        ]:  # fmt: skip
            check(client)
            print("held:", check.__name__.replace("_", " "), flush=True)


main()
