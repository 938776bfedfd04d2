"""The clients: one waits for each answer, the other lets its event loop go on meanwhile."""

from __future__ import annotations

import asyncio
import time
from types import TracebackType
from typing import Any, AsyncIterator, Iterator, Mapping, Optional, TypeVar

import httpx

from . import _calls
from ._calls import Answer, Call, EventReader, Pause, Request, Retries
from .errors import ConnectionFailed, ProblemError, problem
from .models import Event, Execution, Language, Program, StoredFile

Result = TypeVar("Result")


class _Settings:
    """What both clients are told."""

    def __init__(
        self, url: str, token: Optional[str], timeout: float, retries: Optional[Retries], connections: int
    ) -> None:
        self.retries = retries or Retries()
        self.timeout = timeout
        self.options: dict[str, Any] = {
            "base_url": url.rstrip("/"),
            "headers": {"Authorization": f"Bearer {token}"} if token else {},
            "timeout": httpx.Timeout(timeout),
            "limits": httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        }

    def arguments(self, request: Request) -> dict[str, Any]:
        """What httpx is given."""
        read = None if request.patience is None else self.timeout + request.patience
        timeout = httpx.Timeout(self.timeout, read=read)
        return {
            "method": request.method, "url": request.path, "content": request.body, "headers": request.headers,
            "timeout": timeout,
        }  # fmt: skip


def _failed(error: Exception) -> ConnectionFailed:
    failed = ConnectionFailed(f"{type(error).__name__}: {error}")
    failed.__cause__ = error
    return failed


class _Following:
    """Where a stream of events is; it goes on where it was cut off."""

    def __init__(self, name: str, last_event_id: Optional[str], retries: Retries) -> None:
        self.path = f"{_calls.PATH}/{name}/events"
        self.last, self.retries = last_event_id, retries
        self.failures = 0
        self.is_over = False

    def headers(self) -> dict[str, str]:
        return {"Last-Event-ID": self.last} if self.last else {}

    def seen(self, event: Event) -> None:
        self.failures = 0
        self.last = event.id or self.last
        self.is_over = self.is_over or event.is_last

    def pause(self, error: Exception) -> float:
        """How long to wait before it is tried again; raises what is final."""
        self.failures += 1
        if isinstance(error, ProblemError):
            is_final = error.status not in (429, 503)
        else:
            is_final, error = False, _failed(error)
        if is_final or self.failures >= self.retries.attempts:
            raise error
        return self.retries.pause(self.failures, getattr(error, "retry_after", None))


class Client:
    """Speaks with a server, and waits for each answer. May be used by several threads at once.

    >>> with Client("http://127.0.0.1:8080") as client:
    ...     print(client.execute("python3", "print(6 * 7)").tests[0].text)
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8080",
        token: Optional[str] = None,
        *,
        timeout: float = 30,
        retries: Optional[Retries] = None,
        connections: int = 64,
        transport: Optional[httpx.BaseTransport] = None,
    ) -> None:
        """
        url: where the server is, without a path.
        token: of the server's access list; None where it takes callers without one.
        timeout: how many seconds it may take to connect, and to answer what does not take as long as programs do.
        retries: how often what did not work is tried again.
        connections: how many there may be at once.
        """
        self._settings = _Settings(url, token, timeout, retries, connections)
        self._http = httpx.Client(transport=transport, **self._settings.options)

    def _do(self, call: Call[Result]) -> Result:
        answer: Any = None
        try:
            while True:
                step = call.send(answer)
                answer = None
                if isinstance(step, Pause):
                    time.sleep(step.seconds)
                    continue
                try:
                    got = self._http.request(**self._settings.arguments(step))
                    answer = Answer(got.status_code, got.headers, got.content)
                except httpx.TransportError as error:
                    answer = _failed(error)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]

    def execute(self, language: str, source: Any = "", **options: Any) -> Execution:
        """Runs a program and waits for what comes of it; the server keeps nothing. Options are those of :class:`Program`."""
        return self.run(Program(language, source, **options))

    def run(self, program: Program) -> Execution:
        """Runs a program and waits for what comes of it; the server keeps nothing."""
        return self._do(_calls.run(program, self._settings.retries))

    def start(self, program: Program, *, key: Optional[str] = None) -> Execution:
        """Has a program run; when this returns, that is durable. The same key is the same execution."""
        return self._do(_calls.start(program, key, self._settings.retries))

    def get(self, execution: str) -> Execution:
        """What is known of an execution."""
        return self._do(_calls.get(execution, self._settings.retries))

    def wait(self, execution: str, timeout: Optional[float] = None) -> Execution:
        """Waits until an execution has ended, at most so many seconds; it may be open still after those."""
        return self._do(_calls.wait(execution, timeout, self._settings.retries))

    def list(self, labels: Optional[Mapping[str, str]] = None, *, page: int = 100) -> Iterator[Execution]:
        """Executions that are kept, newest first, without what came of them."""
        cursor = None
        while True:
            found, cursor = self._do(_calls.page(labels or {}, cursor, page, self._settings.retries))
            yield from found
            if cursor is None:
                return

    def cancel(self, execution: str) -> Execution:
        """Stops an execution; one that has ended stays as it is."""
        return self._do(_calls.cancel(execution, self._settings.retries))

    def delete(self, execution: str) -> None:
        """Has an execution forgotten."""
        self._do(_calls.delete(execution, self._settings.retries))

    def languages(self) -> list[Language]:  # type: ignore[valid-type]
        """All languages that there are."""
        return self._do(_calls.languages(self._settings.retries))

    def put_file(self, data: bytes) -> StoredFile:
        """Puts a file, unless the server has it; it may then stand wherever a program has bytes."""
        return self._do(_calls.put_file(data, self._settings.retries))

    def events(self, execution: str, *, last_event_id: Optional[str] = None) -> Iterator[Event]:
        """What happens to an execution, until it has ended."""
        following = _Following(execution, last_event_id, self._settings.retries)
        while not following.is_over:
            try:
                for event in self._events(following):
                    yield event
                # The server ended it: either all was said, or it is stopping.
                if not following.is_over and self.get(execution).has_ended:
                    return
            except (httpx.TransportError, ProblemError) as error:
                time.sleep(following.pause(error))

    def _events(self, following: _Following) -> Iterator[Event]:
        timeout = httpx.Timeout(self._settings.timeout, read=90)
        with self._http.stream("GET", following.path, headers=following.headers(), timeout=timeout) as answer:
            if answer.status_code != 200:
                raise problem(answer.status_code, answer.headers, answer.read())
            reader = EventReader()
            for line in answer.iter_lines():
                if event := reader.line(line.rstrip("\r\n")):
                    following.seen(event)
                    yield event

    def close(self) -> None:
        """Closes its connections."""
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.close()


class AsyncClient:
    """Speaks with a server from an event loop."""

    def __init__(
        self,
        url: str = "http://127.0.0.1:8080",
        token: Optional[str] = None,
        *,
        timeout: float = 30,
        retries: Optional[Retries] = None,
        connections: int = 64,
        transport: Optional[httpx.AsyncBaseTransport] = None,
    ) -> None:
        """As :class:`Client` has it."""
        self._settings = _Settings(url, token, timeout, retries, connections)
        self._http = httpx.AsyncClient(transport=transport, **self._settings.options)

    async def _do(self, call: Call[Result]) -> Result:
        answer: Any = None
        try:
            while True:
                step = call.send(answer)
                answer = None
                if isinstance(step, Pause):
                    await asyncio.sleep(step.seconds)
                    continue
                try:
                    got = await self._http.request(**self._settings.arguments(step))
                    answer = Answer(got.status_code, got.headers, got.content)
                except httpx.TransportError as error:
                    answer = _failed(error)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]

    async def execute(self, language: str, source: Any = "", **options: Any) -> Execution:
        """As :meth:`Client.execute`."""
        return await self.run(Program(language, source, **options))

    async def run(self, program: Program) -> Execution:
        """As :meth:`Client.run`."""
        return await self._do(_calls.run(program, self._settings.retries))

    async def start(self, program: Program, *, key: Optional[str] = None) -> Execution:
        """As :meth:`Client.start`."""
        return await self._do(_calls.start(program, key, self._settings.retries))

    async def get(self, execution: str) -> Execution:
        """As :meth:`Client.get`."""
        return await self._do(_calls.get(execution, self._settings.retries))

    async def wait(self, execution: str, timeout: Optional[float] = None) -> Execution:
        """As :meth:`Client.wait`."""
        return await self._do(_calls.wait(execution, timeout, self._settings.retries))

    async def list(self, labels: Optional[Mapping[str, str]] = None, *, page: int = 100) -> AsyncIterator[Execution]:
        """As :meth:`Client.list`."""
        cursor = None
        while True:
            found, cursor = await self._do(_calls.page(labels or {}, cursor, page, self._settings.retries))
            for execution in found:
                yield execution
            if cursor is None:
                return

    async def cancel(self, execution: str) -> Execution:
        """As :meth:`Client.cancel`."""
        return await self._do(_calls.cancel(execution, self._settings.retries))

    async def delete(self, execution: str) -> None:
        """As :meth:`Client.delete`."""
        await self._do(_calls.delete(execution, self._settings.retries))

    async def languages(self) -> list[Language]:  # type: ignore[valid-type]
        """As :meth:`Client.languages`."""
        return await self._do(_calls.languages(self._settings.retries))

    async def put_file(self, data: bytes) -> StoredFile:
        """As :meth:`Client.put_file`."""
        return await self._do(_calls.put_file(data, self._settings.retries))

    async def events(self, execution: str, *, last_event_id: Optional[str] = None) -> AsyncIterator[Event]:
        """As :meth:`Client.events`."""
        following = _Following(execution, last_event_id, self._settings.retries)
        while not following.is_over:
            try:
                async for event in self._events(following):
                    yield event
                if not following.is_over and (await self.get(execution)).has_ended:
                    return
            except (httpx.TransportError, ProblemError) as error:
                await asyncio.sleep(following.pause(error))

    async def _events(self, following: _Following) -> AsyncIterator[Event]:
        timeout = httpx.Timeout(self._settings.timeout, read=90)
        async with self._http.stream("GET", following.path, headers=following.headers(), timeout=timeout) as answer:
            if answer.status_code != 200:
                raise problem(answer.status_code, answer.headers, await answer.aread())
            reader = EventReader()
            async for line in answer.aiter_lines():
                if event := reader.line(line.rstrip("\r\n")):
                    following.seen(event)
                    yield event

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        await self.close()
