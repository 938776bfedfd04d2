"""The site's API over its socket, and the mails that it sends."""

import email
import email.policy
import http.client
import json
import os
import re
import socket
import sys
import threading
import time
import uuid

SOCKET, MAILS = sys.argv[1:3]
PATIENCE = 60


def expect(is_so, what):
    if not is_so:
        sys.exit(f"not as expected: {what}")


def until(what, look):
    """What `look` finds, once that is something."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    sys.exit(f"waited in vain until {what}")


class Connection(http.client.HTTPConnection):
    def __init__(self, timeout):
        super().__init__("localhost", timeout=timeout)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(SOCKET)


class Caller:
    """Somebody who asks; what they read has all that anybody was answered before."""

    position = 0
    lock = threading.Lock()

    def __init__(self, token=None):
        self.token = token

    def headers(self):
        headers = {"Verdict-Position": str(Caller.position)} if Caller.position else {}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        return headers

    def once(self, method, path, body=None, key=None):
        """Asks once: the status, and the answer.

        Raises OSError or HTTPException if there is no answer."""
        headers = self.headers()
        if isinstance(body, bytes):
            headers["Content-Type"] = "application/zip"
        elif body is not None:
            headers["Content-Type"], body = "application/json", json.dumps(body).encode()
        if method != "GET":
            headers["Idempotency-Key"] = key or str(uuid.uuid4())
        connection = Connection(timeout=30)
        try:
            connection.request(method, path, body=body, headers=headers)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        with Caller.lock:
            Caller.position = max(Caller.position, int(answer.headers.get("Verdict-Position") or 0))
        is_json = "json" in (answer.headers.get("Content-Type") or "")
        return answer.status, json.loads(content) if content and is_json else content

    def ask(self, method, path, body=None, status=None, saying=None):
        """Asks, and again with the same key while the server is not there or not ready."""
        key = str(uuid.uuid4())

        def look():
            try:
                found = self.once(method, path, body, key)
            except (OSError, http.client.HTTPException):
                return None
            return None if found[0] == 503 else found

        found, answer = until(f"{method} {path} is answered", look)
        is_so = found == status if status else 200 <= found < 300
        expect(is_so and (saying is None or saying in json.dumps(answer)), f"{method} {path}: {found} {answer}")
        return answer

    def get(self, path, **expected):
        return self.ask("GET", path, **expected)

    def post(self, path, body=None, **expected):
        return self.ask("POST", path, body, **expected)

    def follow(self, topic):
        return Followed(self, "/api/v1/live/" + topic)


class Followed(threading.Thread):
    """What somebody is shown of a topic, in order: also after the server was away."""

    def __init__(self, caller, path):
        super().__init__(daemon=True)
        self.caller, self.path = caller, path
        self.shown, self.starts, self.last = [], 0, None
        self.start()

    def run(self):
        while True:
            try:
                self.read()
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.05)

    def read(self):
        headers = self.caller.headers() | {"Accept": "text/event-stream"}
        if self.last:
            headers["Last-Event-ID"] = self.last
        connection = Connection(timeout=None)
        try:
            connection.request("GET", self.path, headers=headers)
            answer = connection.getresponse()
            if answer.status != 200:
                return
            self.starts += 1
            name, data = None, []
            for line in answer:
                line = line.decode().rstrip("\r\n")
                if line.startswith("id:"):
                    name = line[3:].strip()
                elif line.startswith("data:"):
                    data.append(line[5:].strip())
                elif not line and data:
                    self.last = name or self.last
                    self.shown.append(json.loads("\n".join(data)))
                    data = []
        finally:
            connection.close()

    def until(self, what, is_so):
        return until(f"{self.path} shows {what}", lambda: next((one for one in self.shown[-1:] if is_so(one)), None))


def link(receiver, kind):
    """What a mail to somebody has behind `kind` in its link, when it is there."""

    def look():
        for name in os.listdir(MAILS) if os.path.isdir(MAILS) else []:
            if not name.endswith(".eml"):
                continue
            with open(os.path.join(MAILS, name), "rb") as file:
                mail = email.message_from_binary_file(file, policy=email.policy.default)
            found = re.search(rf"http://\S+/{kind}/?(\S+)", mail.get_content())
            if receiver in mail["To"] and found:
                return found.group(1)
        return None

    return until(f"there is a mail to {receiver}", look)
