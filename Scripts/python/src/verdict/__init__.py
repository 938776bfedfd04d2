"""A client of Verdict's HTTP API: runs programs that nobody trusts, and scores what models write.

    from verdict import Client, Test

    with Client("http://127.0.0.1:8080") as client:
        execution = client.execute("python3", "print(int(input()) * 2)", tests=[Test("21", "42")])
        print(execution.verdict)
"""

from ._calls import Retries
from .client import AsyncClient, Client
from .errors import (
    Conflict,
    ConnectionFailed,
    Exhausted,
    Field,
    Forbidden,
    InvalidRequest,
    JudgeFailed,
    NotFound,
    ProblemError,
    ServerFailed,
    Unauthenticated,
    Unavailable,
    VerdictError,
)
from .models import (
    Checker,
    CheckerProgram,
    Compilation,
    Event,
    Execution,
    Language,
    Limits,
    Program,
    StoredFile,
    Test,
    TestResult,
)
from .rewards import RewardFunction, extract_code

__all__ = [
    "AsyncClient", "Checker", "CheckerProgram", "Client", "Compilation", "Conflict", "ConnectionFailed", "Event", "Execution",
    "Exhausted", "Field", "Forbidden", "InvalidRequest", "JudgeFailed", "Language", "Limits", "NotFound", "ProblemError", "Program",
    "Retries", "RewardFunction", "ServerFailed", "StoredFile", "Test", "TestResult", "Unauthenticated", "Unavailable",
    "VerdictError", "extract_code",
]  # fmt: skip
