"""What is asked for, and what comes of it."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any, Mapping, Optional, Sequence, Union


@dataclass(frozen=True)
class StoredFile:
    """A file that the server has: stands wherever bytes are asked for."""

    sha256: str
    size: int


#: Bytes as a request has them.
Content = Union[str, bytes, StoredFile]


def encoded(content: Content) -> Any:
    """As the API has it."""
    if isinstance(content, StoredFile):
        return {"sha256": content.sha256}
    if isinstance(content, str):
        return content
    return {"base64": base64.b64encode(content).decode("ascii")}


def decoded(value: Any) -> bytes:
    """The bytes of an answer."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    return base64.b64decode(value["base64"])


@dataclass(frozen=True)
class Checker:
    """What compares an output with the expected one: a name that ``verdict check --list`` has.

    Without one, in a test, it has arguments for the program that checks all tests.
    """

    name: Optional[str] = None
    arguments: Sequence[str] = ()


@dataclass(frozen=True)
class CheckerProgram:
    """A program that says what outputs are worth: compiled once, and run for each in a sandbox of its own.

    What it does wrong is a ``JE``, and never the fault of the program that it checks.
    """

    #: The one source, or all of them by their names, which tell the language.
    source: Union[Content, Mapping[str, Content]]
    #: Needed where there is one source.
    language: Optional[str] = None
    #: How it is called and answers: ``testlib``, ``icpc``, ``dmoj``, … as ``verdict check --help`` has them.
    convention: str = "testlib"
    #: Those behind the ones of the convention.
    arguments: Sequence[str] = ()
    limits: Optional[Limits] = None

    def json(self) -> dict[str, Any]:
        """As the API has it."""
        body: dict[str, Any] = {"convention": self.convention}
        if isinstance(self.source, Mapping):
            body["sources"] = _files(self.source)
        else:
            body["source"] = encoded(self.source)
        limits = self.limits.json() if self.limits else None
        optional = {"language": self.language, "arguments": list(self.arguments), "limits": limits}
        return {**body, **{name: value for name, value in optional.items() if value}}


@dataclass(frozen=True)
class Test:
    """What a program is run on once."""

    __test__ = False  # pytest takes classes of this name for its own.

    stdin: Content = ""
    #: What it has to write; None: nothing is expected.
    expected_output: Optional[Content] = None
    arguments: Sequence[str] = ()
    checker: Union[str, Checker, None] = None
    name: str = ""

    def json(self) -> dict[str, Any]:
        """As the API has it."""
        body: dict[str, Any] = {"stdin": encoded(self.stdin)}
        if self.expected_output is not None:
            body["expected_output"] = encoded(self.expected_output)
        if self.arguments:
            body["arguments"] = list(self.arguments)
        if self.checker is not None:
            body["checker"] = _checker(self.checker)
        if self.name:
            body["name"] = self.name
        return body


@dataclass(frozen=True)
class Limits:
    """What a test may use; None: as usual."""

    cpu_ms: Optional[int] = None
    wall_ms: Optional[int] = None
    memory_bytes: Optional[int] = None
    output_bytes: Optional[int] = None
    processes: Optional[int] = None

    def json(self) -> dict[str, int]:
        """As the API has it."""
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class Program:
    """What is to be run."""

    language: str
    #: The one source, or all of them by their names.
    source: Union[Content, Mapping[str, Content]]
    tests: Sequence[Test] = (Test(),)
    files: Mapping[str, Content] = field(default_factory=dict)
    wanted_files: Sequence[str] = ()
    compiler_arguments: Sequence[str] = ()
    limits: Limits = Limits()
    stop_at_failure: bool = False
    merge_stderr: bool = False
    priority: Optional[str] = None
    labels: Mapping[str, str] = field(default_factory=dict)
    ttl_seconds: Optional[int] = None
    #: Whether an earlier one that asked for the same may answer for it.
    reuse: bool = False
    #: What checks the tests that name no checker: a name, that with arguments, or a program.
    checker: Union[str, Checker, CheckerProgram, None] = None

    def json(self, keep: bool) -> dict[str, Any]:
        """As the API has it."""
        body: dict[str, Any] = {"language": self.language, "tests": [test.json() for test in self.tests]}
        if isinstance(self.source, Mapping):
            body["sources"] = _files(self.source)
        else:
            body["source"] = encoded(self.source)
        if self.checker is not None:
            body["checker"] = _checker(self.checker)
        optional = {
            "files": _files(self.files),
            "wanted_files": list(self.wanted_files),
            "compiler_arguments": list(self.compiler_arguments),
            "limits": self.limits.json(),
            "stop_at_failure": self.stop_at_failure,
            "merge_stderr": self.merge_stderr,
            "priority": self.priority,
        }
        body.update({name: value for name, value in optional.items() if value})
        if not keep:
            return {**body, "keep": False}
        kept = {"labels": dict(self.labels), "ttl_seconds": self.ttl_seconds, "reuse": self.reuse}
        return {**body, **{name: value for name, value in kept.items() if value}}


def _checker(checker: Union[str, Checker, CheckerProgram]) -> Any:
    if isinstance(checker, str):
        return checker
    if isinstance(checker, CheckerProgram):
        return checker.json()
    body: dict[str, Any] = {"arguments": list(checker.arguments)}
    return {"name": checker.name, **body} if checker.name is not None else body


def _files(files: Mapping[str, Content]) -> list[dict[str, Any]]:
    return [{"name": name, "content": encoded(content)} for name, content in files.items()]


@dataclass(frozen=True)
class Compilation:
    """How it was compiled."""

    succeeded: bool
    message: str
    log: str
    cpu_ms: float
    cached: bool


def _compilation(value: Optional[Mapping[str, Any]]) -> Optional[Compilation]:
    return Compilation(**{name: value[name] for name in Compilation.__annotations__}) if value else None


@dataclass(frozen=True)
class TestResult:
    """What came of a test."""

    __test__ = False

    index: int
    #: ``AC``, ``WA``, ``TLE``, ``MLE``, ``OLE``, ``RE``, …
    verdict: str
    message: str
    #: ``exited``, ``signaled``, ``cpu_limit``, …
    ending: str
    exit_code: Optional[int]
    signal: Optional[int]
    cpu_ms: float
    wall_ms: float
    memory_bytes: int
    stdout: bytes
    stderr: bytes
    files: Mapping[str, bytes]
    #: Whether the host disturbed the run, so that its times may be too long.
    disturbed: bool
    #: What the checker gives, where it gives something: points, or a part of all from 0 to 1, as decimals.
    points: Optional[str] = None
    part: Optional[str] = None

    @property
    def accepted(self) -> bool:
        """Whether it is right."""
        return self.verdict == "AC"

    @property
    def text(self) -> str:
        """What it wrote to standard output."""
        return self.stdout.decode("utf-8", "replace")

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> TestResult:
        """Of what the API says."""
        return cls(
            value["index"],
            value["verdict"],
            value["message"],
            value["ending"],
            value.get("exit_code"),
            value.get("signal"),
            value["cpu_ms"],
            value["wall_ms"],
            value["memory_bytes"],
            decoded(value["stdout"]),
            decoded(value["stderr"]),
            {file["name"]: decoded(file["content"]) for file in value["files"]},
            value["disturbed"],
            value.get("points"),
            value.get("part"),
        )


@dataclass(frozen=True)
class Execution:
    """An execution, and what came of it."""

    #: None of one that is not kept.
    id: Optional[str]
    #: ``open``, ``finished``, ``failed``, ``cancelled``.
    state: str
    language: str
    #: That of the first test that was not accepted; ``CE``.
    verdict: Optional[str]
    compilation: Optional[Compilation]
    tests: Sequence[TestResult]
    labels: Mapping[str, str]
    #: Why nothing came of it: never the program's fault.
    failure: Optional[str]
    worker: Optional[str]
    created_at: Optional[str]
    started_at: Optional[str]
    finished_at: Optional[str]
    expires_at: Optional[str]
    #: How the checker that came along was compiled.
    checker: Optional[Compilation] = None

    @property
    def accepted(self) -> bool:
        """Whether all of its tests are right."""
        return self.verdict == "AC"

    @property
    def has_ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.state != "open"

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Execution:
        """Of what the API says."""
        return cls(
            value.get("id"),
            value["state"],
            value["language"],
            value.get("verdict"),
            _compilation(value.get("compilation")),
            tuple(TestResult.read(test) for test in value.get("tests") or ()),
            value.get("labels") or {},
            value.get("failure"),
            value.get("worker"),
            *(value.get(name) for name in ("created_at", "started_at", "finished_at", "expires_at")),
            _compilation(value.get("checker")),
        )


@dataclass(frozen=True)
class Event:
    """What happened to an execution."""

    #: ``open``, ``compiled``, ``checker``, ``test``, ``finished``, ``failed``, ``cancelled``.
    name: str
    #: What the API says of it.
    data: Mapping[str, Any]
    #: Where it stands in the server's log; None of what is not kept.
    id: Optional[str]

    @property
    def is_last(self) -> bool:
        """Whether nothing follows."""
        return self.name in ("finished", "failed", "cancelled")

    @property
    def execution(self) -> Optional[Execution]:
        """The execution as it is then; None of what happened meanwhile."""
        return Execution.read(self.data) if "state" in self.data else None

    @property
    def test(self) -> Optional[TestResult]:
        """The test that has ended, if it is of one."""
        return TestResult.read(self.data) if self.name == "test" else None


@dataclass(frozen=True)
class Language:
    """What programs may be written in."""

    id: str
    name: str
    aliases: Sequence[str]
    extensions: Sequence[str]
    source_name: str
    #: Whether a worker is there that runs it.
    available: bool
    version: Optional[str] = None

    @classmethod
    def read(cls, value: Mapping[str, Any]) -> Language:
        """Of what the API says."""
        return cls(**{name: value[name] for name in cls.__annotations__ if name in value})
