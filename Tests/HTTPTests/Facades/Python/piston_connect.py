"""Piston's WebSocket: python piston_connect.py URL TOKEN"""

import json
import sys

import websockets
import websockets.sync.client

url, token = sys.argv[1:3]


def connect():
    return websockets.sync.client.connect(
        url.replace("http://", "ws://") + "/piston/api/v2/connect", additional_headers={"Authorization": "Bearer " + token})


def talk(*messages, until=None):
    """Says all, each when the last one was answered by `until`; gives all that came, and the code of the end."""
    with connect() as socket:
        came = []
        try:
            for message in messages:
                socket.send(message if isinstance(message, (str, bytes)) else json.dumps(message))
                while until and message is not messages[-1]:
                    came.append(json.loads(socket.recv(timeout=60)))
                    if until(came[-1]):
                        break
            while True:
                came.append(json.loads(socket.recv(timeout=60)))
        except websockets.exceptions.ConnectionClosed as end:
            return came, end.rcvd.code if end.rcvd else None


def text(came, stream):
    return "".join(m["data"] for m in came if m["type"] == "data" and m["stream"] == stream)


def begin(language, code, **more):
    return {"type": "init", "language": language, "version": "*", "files": [{"content": code}], **more}


echo = "import sys\nprint('ready', flush=True)\nfor line in sys.stdin:\n    print(line.strip()[::-1], flush=True)\n    break"
came, code = talk(
    begin("python", echo, args=["x"]), {"type": "data", "stream": "stdin", "data": "héllo\n"},
    until=lambda message: message["type"] == "data")
assert code == 4999 and came[0]["type"] == "runtime" and came[0]["language"] == "python", (came, code)
assert text(came, "stdout") == "ready\nolléh\n" and came[1] == {"type": "stage", "stage": "run"}, came
assert came[-1] == {"type": "exit", "stage": "run", "code": 0, "signal": None}, came

came, code = talk(begin("c++", "#include <iostream>\nint main() { std::cerr << 7; return 3; }"))
assert [m.get("stage") for m in came if m["type"] == "stage"] == ["compile", "run"] and code == 4999, (came, code)
assert text(came, "stderr") == "7" and came[-1]["code"] == 3, came
came, code = talk(begin("c++", "int main( {"))
assert code == 4999 and came[-1]["stage"] == "compile" and came[-1]["code"] == 1 and "error" in text(came, "stderr"), came

caught = """
import os, signal, sys
def told(number, frame):
    # Not print: the next signal comes as soon as this is read, while print may not be done.
    os.write(1, b'caught %d\\n' % number)
    if number == signal.SIGTERM: sys.exit(9)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP): signal.signal(number, told)
os.write(1, b'on\\n')
while True: signal.pause()
"""
came, code = talk(
    begin("python", caught, run_timeout=20000), *({"type": "signal", "signal": n} for n in ("SIGINT", "SIGHUP", "SIGTERM")),
    until=lambda message: message["type"] == "data")
assert code == 4999 and text(came, "stdout") == "on\ncaught 2\ncaught 1\ncaught 15\n", (came, code)
assert came[-1] == {"type": "exit", "stage": "run", "code": 9, "signal": None}, came
came, code = talk(
    begin("python", caught, run_timeout=20000), {"type": "signal", "signal": "SIGKILL"},
    until=lambda message: message["type"] == "data")
assert code == 4999 and came[-1] == {"type": "exit", "stage": "run", "code": None, "signal": "SIGKILL"}, (came, code)

loop = "print('on', flush=True)\nwhile True: pass"
came, code = talk(
    begin("python", loop, run_timeout=20000), {"type": "signal", "signal": "SIGTERM"},
    until=lambda message: message["type"] == "data")
assert code == 4999 and came[-1] == {"type": "exit", "stage": "run", "code": None, "signal": "SIGTERM"}, (came, code)
came, code = talk(begin("python", "while True: pass", run_timeout=500))
assert code == 4999 and came[-1]["signal"] == "SIGKILL", (came, code)

running = begin("python", loop, run_timeout=20000)
started = lambda message: message["type"] == "data"
for messages, wanted in [
    ([running, running], 4000), ([{"type": "data", "stream": "stdin", "data": "x"}], 4003),
    ([running, {"type": "data", "stream": "stdout", "data": "x"}], 4004),
    ([running, {"type": "signal", "signal": "SIGNONE"}], 4005), ([], 4001),
    ([begin("klingon", "1")], 4002), (["nonsense"], 4002), ([b"\xff"], 4002), (["[]"], 4002), ([{"type": "init"}], 4002),
    ([running, {"type": "data", "stream": "stdin", "data": 7}], 4002), (["[" * 100000], 4002),
]:
    came, code = talk(*messages, until=started)
    assert code == wanted, (messages, wanted, code, came)
    assert wanted != 4002 or came[-1]["type"] == "error" and came[-1]["message"], came
print("done")
