"""What the clients do, without doing it: each call is a generator of requests and pauses, which is given the answers. The
client that waits and the one that does not drive the same ones."""

from __future__ import annotations

import hashlib
import json
import random
import time
import urllib.parse
import uuid
from dataclasses import dataclass, field
from typing import Any, Generator, Mapping, Optional, TypeVar, Union

from .errors import ConnectionFailed, Conflict, Exhausted, ProblemError, Unavailable, problem
from .models import Event, Execution, Language, Program, StoredFile

PATH = "/api/v1/executions"
#: How long the server is asked to wait for an end at once.
LONGEST_WAIT = 50
#: How much of a file is sent at once: less than the largest body that servers take by default.
PART = 8 << 20


@dataclass(frozen=True)
class Request:
    """To be sent; the answer comes back, whatever its status."""

    method: str
    path: str
    body: Optional[bytes] = None
    headers: Mapping[str, str] = field(default_factory=dict)
    #: How many seconds longer than others it may take; None: as long as programs do.
    patience: Optional[float] = 0


@dataclass(frozen=True)
class Pause:
    """To be slept through."""

    seconds: float


@dataclass(frozen=True)
class Answer:
    """What came of a request."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


Result = TypeVar("Result")
#: What a driver does: it sends requests, whose answers or :class:`ConnectionFailed` it gives back, and pauses.
Call = Generator[Union[Request, Pause], Union[Answer, ConnectionFailed, None], Result]


@dataclass(frozen=True)
class Retries:
    """How often what did not work is tried again: a server that says to come later, a connection that was lost."""

    #: How often a request is sent at most.
    attempts: int = 8
    #: The first pause where the server says none, in seconds; the next one is twice as long, and so on.
    first: float = 0.25
    #: The longest pause, whatever the server says.
    longest: float = 30.0

    def pause(self, attempt: int, told: Optional[float]) -> float:
        """How long to wait after that attempt, from 1. Some more than was told, so that not all come back at once."""
        if told is not None:
            return min(told * random.uniform(1, 1.25), self.longest)
        return min(self.first * float(2 ** (attempt - 1)), self.longest) * random.uniform(0.5, 1)


def send(request: Request, retries: Retries, may_repeat: bool = True) -> Call[Answer]:
    """Sends a request until it is answered by more than "later".

    `may_repeat`: whether it may be sent again where nobody knows what came of it. What the server refuses with "later" was
    not begun, and may always.
    """
    attempt = 1
    while True:
        answer = yield request
        error: Union[ConnectionFailed, ProblemError]
        if isinstance(answer, Answer):
            if answer.status < 400:
                return answer
            error = problem(answer.status, answer.headers, answer.body)
            is_later = isinstance(error, (Exhausted, Unavailable)) and answer.status in (429, 503)
            if not is_later or attempt >= retries.attempts:
                raise error
            told = error.retry_after
        elif isinstance(answer, ConnectionFailed):
            if not may_repeat or attempt >= retries.attempts:
                raise answer
            told = None
        else:
            raise TypeError("a request was not answered")
        yield Pause(retries.pause(attempt, told))
        attempt += 1


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


_JSON = {"Content-Type": "application/json"}


def run(program: Program, retries: Retries) -> Call[Execution]:
    """Runs a program now; nothing of it is kept, so that it may be begun again."""
    answer = yield from send(Request("POST", PATH, _json(program.json(keep=False)), _JSON, patience=None), retries)
    return Execution.read(answer.json())


def start(program: Program, key: Optional[str], retries: Retries) -> Call[Execution]:
    """Has a program run; when this returns, that is durable. The key makes that it is begun once, however often it is sent."""
    headers = dict(_JSON) if program.reuse and key is None else {**_JSON, "Idempotency-Key": key or uuid.uuid4().hex}
    answer = yield from send(Request("POST", PATH, _json(program.json(keep=True)), headers), retries)
    return Execution.read(answer.json())


def get(name: str, retries: Retries) -> Call[Execution]:
    answer = yield from send(Request("GET", f"{PATH}/{name}"), retries)
    return Execution.read(answer.json())


def wait(name: str, timeout: Optional[float], retries: Retries) -> Call[Execution]:
    """Waits for the end, at most so many seconds; what is known then."""
    end = None if timeout is None else time.monotonic() + timeout
    while True:
        left = LONGEST_WAIT if end is None else max(0, min(LONGEST_WAIT, int(end - time.monotonic() + 0.999)))
        answer = yield from send(Request("GET", f"{PATH}/{name}?wait={left}", patience=left), retries)
        execution = Execution.read(answer.json())
        if execution.has_ended or (end is not None and time.monotonic() >= end):
            return execution


def page(labels: Mapping[str, str], cursor: Optional[str], limit: int, retries: Retries) -> Call[tuple[list[Execution], Optional[str]]]:
    query = [("limit", str(limit))] + [(f"label.{name}", value) for name, value in labels.items()]
    if cursor is not None:
        query.append(("cursor", cursor))
    answer = yield from send(Request("GET", f"{PATH}?{urllib.parse.urlencode(query)}"), retries)
    value = answer.json()
    return [Execution.read(one) for one in value["executions"]], value.get("next")


def cancel(name: str, retries: Retries) -> Call[Execution]:
    answer = yield from send(Request("POST", f"{PATH}/{name}/cancel"), retries)
    return Execution.read(answer.json())


def delete(name: str, retries: Retries) -> Call[None]:
    yield from send(Request("DELETE", f"{PATH}/{name}"), retries)


def languages(retries: Retries) -> Call[list[Language]]:
    answer = yield from send(Request("GET", "/api/v1/languages"), retries)
    return [Language.read(one) for one in answer.json()["languages"]]


def put_file(data: bytes, retries: Retries) -> Call[StoredFile]:
    """Sends what the server does not have yet, in parts; goes on where it was cut off."""
    name = hashlib.sha256(data).hexdigest()
    path = f"/api/v1/files/{name}"
    stored = StoredFile(name, len(data))
    known = yield Request("HEAD", path)
    offset = 0
    if isinstance(known, Answer) and known.status == 200:
        if known.headers.get("upload-complete") == "?1":
            return stored
        offset = int(known.headers.get("upload-offset", "0"))
    gaps = 0
    while True:
        headers = {
            "Content-Type": "application/octet-stream",
            "Upload-Offset": str(offset),
            "Upload-Length": str(len(data)),
        }
        try:
            answer = yield from send(Request("PUT", path, data[offset : offset + PART], headers), retries)
        except Conflict as error:
            # The server knows better where it ends, or somebody else sends the same file.
            gaps += 1
            if gaps > retries.attempts:
                raise
            offset = int(error.headers.get("upload-offset", "0"))
            yield Pause(retries.pause(1, None))
            continue
        if answer.headers.get("upload-complete") == "?1":
            return stored
        offset = int(answer.headers["upload-offset"])


class EventReader:
    """Reads server-sent events line by line."""

    def __init__(self) -> None:
        self._fields: dict[str, str] = {}

    def line(self, text: str) -> Optional[Event]:
        """The event that ends with this line, if one does."""
        if text.startswith(":"):
            return None
        if text:
            name, _, value = text.partition(":")
            value = value[1:] if value.startswith(" ") else value
            # Data of several lines is one text.
            before = self._fields.get("data")
            self._fields[name] = f"{before}\n{value}" if name == "data" and before is not None else value
            return None
        fields, self._fields = self._fields, {}
        if "data" not in fields:
            return None
        return Event(fields.get("event", "message"), json.loads(fields["data"]), fields.get("id"))
