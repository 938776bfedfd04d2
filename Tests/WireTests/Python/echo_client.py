"""Calls the tests' server with the Python client; prints a line for each thing that is as it should be."""

import pathlib
import ssl
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent.parent / "Scripts" / "python"))

import verdict_client  # noqa: E402
from verdict_client import Client, WireError  # noqa: E402

verdict_client.compile_protos(HERE.parent / "Protos")
from echo_pb2 import Text  # noqa: E402

ADDRESS, TOKEN = sys.argv[1:3]
TLS = ssl.create_default_context(cafile=sys.argv[3]) if len(sys.argv) > 3 else None
ECHO = "verdict.test.v1.Echo/"


def check(name, holds):
    if not holds:
        sys.exit(f"wrong: {name}")
    print(name)


def failing(code, body):
    try:
        body()
    except WireError as error:
        return error if error.code == code else sys.exit(f"another error: {error}")
    return sys.exit(f"no error where {verdict_client.CODES[code]} should be")


def endless_padding(call):
    while True:
        call.send(Text(padding=bytes(1 << 16)))


with Client(ADDRESS, TOKEN, TLS) as client:
    check("unary", client.call(ECHO + "Say", Text(text="hi"), Text).text == "hi")
    error = failing(8, lambda: client.call(ECHO + "Fail", Text(number=8, text="full"), Text))
    check("status", error.message == "full" and error.retry_after == 1.5 and Text.FromString(error.details[0][1]).number == 8)
    described = client.call(ECHO + "Describe", Text(), Text, timeout=60, metadata={"traceparent": "00-1"})
    check("context", described.text == "client course-42 traceparent=00-1 true")

    numbers = [text.number for text in client.stream(ECHO + "Count", Text, Text(number=400, padding=bytes(30_000)))]
    check("streamed", numbers == list(range(400)))

    with client.stream(ECHO + "Chat", Text) as chat:
        writer = threading.Thread(target=lambda: [chat.send(Text(number=n, padding=bytes(50_000))) for n in range(300)] and chat.finish())
        writer.start()
        check("both ways", sum(text.number for text in chat) == sum(range(300)))
        writer.join()

    started = time.monotonic()
    failing(4, lambda: client.call(ECHO + "Say", Text(number=60_000), Text, timeout=0.2))
    check("deadline", time.monotonic() - started < 5)

    with client.stream(ECHO + "Ignore", Text, timeout=0.5) as call:
        failing(4, lambda: endless_padding(call))
    check("flow control", True)

    with client.stream(ECHO + "Count", Text, Text(number=1_000_000, padding=bytes(10_000))) as call:
        next(call)
    check("cancel", client.call(ECHO + "Say", Text(text="on"), Text).text == "on")
    failing(8, lambda: client.call(ECHO + "Say", Text(padding=bytes(3 << 20)), Text))
    failing(12, lambda: client.call(ECHO + "Missing", Text(), Text))
    check("errors", True)

    count, started = 300, time.monotonic()
    for _ in range(count):
        client.call(ECHO + "Say", Text(), Text)
    print(f"{count / (time.monotonic() - started):.0f} calls a second")

failing(16, lambda: Client(ADDRESS, "wrong", TLS))
print("done")
