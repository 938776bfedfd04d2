"""Piston's API, by the library ultra-piston and to the letter: python piston.py URL TOKEN"""

import json
import sys
import urllib.error
import urllib.request

from ultra_piston import File, PistonClient

url, token = sys.argv[1:3]


def call(path, body=None, kind="application/json", method=None):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(url + "/piston/api/v2" + path, data, method=method)
    request.add_header("Authorization", "Bearer " + token)
    if data is not None:
        request.add_header("Content-Type", kind)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())


client = PistonClient(base_url=url + "/piston/api/v2/", rate_limit=0, api_key="Bearer " + token)
runtimes = client.get_runtimes()
python = next(runtime for runtime in runtimes if runtime.language == "python")
assert "py" in python.aliases and python.version.count(".") == 2, python
assert any(package.language == "c++" and package.installed for package in client.get_packages())
output = client.post_execute("py", "3.x", File(name="a.py", content="print(input())"), stdin="hi")
assert output.language == "python" and output.run.stdout == "hi\n" and output.run.code == 0, output
assert output.compile is None and output.run.signal is None, output


def execute(language, code, status=200, **more):
    files = more.pop("files", [{"content": code}])
    found, answer = call("/execute", {"language": language, "version": "*", "files": files, **more})
    assert found == status, (found, answer)
    return answer


both = execute("python", "import os\nos.write(1, b'a'); os.write(2, b'b'); os.write(1, b'c')")["run"]
assert both["stdout"] == "ac" and both["stderr"] == "b" and sorted(both["output"]) == ["a", "b", "c"], both
cpp = execute("c++", "#include <iostream>\nint main(int n, char **v) { std::cout << v[1]; }", args=["x"])
assert cpp["compile"]["code"] == 0 and cpp["run"]["stdout"] == "x", cpp
java = "public class Hello { public static void main(String[] a) { System.out.print(6); } }"
found = execute("java", java, run_timeout=20000, compile_timeout=30000)
assert found["run"]["stdout"] == "6", found
broken = execute("c++", "int main( {")
assert broken["compile"]["code"] == 1 and broken["run"] == broken["compile"] and "error" in broken["run"]["stderr"], broken
table = [
    ("raise SystemExit(3)", (3, None, "RE")),
    ("import os; os.kill(os.getpid(), 11)", (None, "SIGSEGV", "SG")),
    ("while True: pass", (None, "SIGKILL", "TO")),
    ("import time; time.sleep(9)", (None, "SIGKILL", "TO")),
    ("while True: print('x' * 100000)", (None, "SIGKILL", "OL")),
    ("import sys\nwhile True: sys.stderr.write('x' * 100000)", (None, "SIGKILL", "EL")),
    ("a = []\nwhile True: a.append(bytearray(1 << 20))", None),
    ("print('", (1, None, "RE")),
]
for code, wanted in table:
    run = execute("python", code, run_timeout=700, run_memory_limit=100_000_000)["run"]
    assert wanted is None or (run["code"], run["signal"], run["status"]) == wanted, (code, run)
    assert (run["code"] is None) != (run["signal"] is None) and run["status"], (code, run)
files = [
    {"name": "main.py", "content": "import b; print(b.x, open('c.bin', 'rb').read())"},
    {"name": "b.py", "content": "78203d2034", "encoding": "hex"},
    {"name": "c.bin", "content": "/wA=", "encoding": "base64"},
]
assert execute("python", "", files=files)["run"]["stdout"] == "4 b'\\xff\\x00'\n"
# What is no text is no program, and stands beside the first that is one, below its folder.
files = [
    {"name": "c.bin", "content": "/wA=", "encoding": "base64"}, {"content": "6869", "encoding": "hex"},
    {"name": "/in/main.py", "content": "import os; print(sorted(os.listdir('/box')), open('/box/c.bin', 'rb').read())"},
]
assert execute("python", "", files=files)["run"]["stdout"] == "['c.bin', 'file1.code', 'in'] b'\\xff\\x00'\n"

good = {"language": "python", "version": "*", "files": [{"content": "1"}]}
refusals = [
    ({**good, "language": 7}, "language is required as a string"),
    ({**good, "version": None}, "version is required as a string"),
    ({**good, "files": {}}, "files is required as an array"),
    ({**good, "files": [{}]}, "files[0].content is required as a string"),
    ({**good, "files": [{"content": "MQ==", "encoding": "base64"}]}, "files must include at least one utf8 encoded file"),
    ({**good, "version": "99.1"}, "python-99.1 runtime is unknown"),
    ({**good, "run_timeout": 60001}, "run_timeout cannot exceed the configured limit of 60000"),
    ({**good, "run_timeout": "x"}, "If specified, run_timeout must be a number"),
    ({**good, "run_memory_limit": -5}, "run_memory_limit must be non-negative"),
]
for body, message in refusals:
    assert call("/execute", body) == (400, {"message": message}), (body, call("/execute", body))
status, answer = call("/execute", b"language=python", "application/x-www-form-urlencoded")
assert (status, answer) == (415, {"message": "requests must be of type application/json"}), answer
missing = (404, {"message": "Requested package x-1 does not exist"})
for method in ["POST", "DELETE"]:
    assert call("/packages", {"language": "x", "version": "1"}, method=method) == missing
    assert call("/packages", {"language": "python", "version": "3.x"}, method=method)[0] == 403
    assert call("/packages", b"x", "text/plain", method)[0] == 415
for body in [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100000, b'{"language":"python","version":"*","files":[null]}',
             b'{"language":"python","version":"*","files":[{"content":"1","name":"../../x.py"}]}',
             b'{"language":"python","version":"*","files":[{"content":"1","name":"a\\u0000"}],"args":[{}]}',
             b'{"language":"python","version":"' + b"||" * 500 + b'","files":[{"content":"1"}]}',
             b'{"language":"python","version":"*","files":[{"content":"1"}],"run_timeout":1e999}',
             b'{"language":"python","version":"*","files":[{"content":"1"}],"args":["\\u0000"]}']:
    status, answer = call("/execute", body)
    assert 400 <= status < 500 and answer["message"], (status, body[:80], answer)
print("done")
