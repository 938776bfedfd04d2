"""What can go wrong, as classes: each problem that the server tells (RFC 9457) becomes one of these."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping, Optional


class VerdictError(Exception):
    """Something did not come about."""


class ConnectionFailed(VerdictError):
    """The server could not be reached, or the connection was lost."""


class JudgeFailed(VerdictError):
    """The judge failed (`JE`), which says nothing of the program."""


@dataclass(frozen=True)
class Field:
    """A field of the request that is wrong."""

    #: Where it stands: ``tests[3].stdin``.
    field: str
    #: What is wrong with it.
    message: str


class ProblemError(VerdictError):
    """The server said what is wrong."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        advice: Optional[str] = None,
        retry_after: Optional[float] = None,
        fields: tuple[Field, ...] = (),
        request_id: Optional[str] = None,
        headers: Mapping[str, str] = {},
    ) -> None:
        parts = [detail + (f"; {advice}" if advice else "")] + [f"{field.field} {field.message}" for field in fields]
        super().__init__(": ".join(parts))
        #: The status of the answer.
        self.status = status
        #: What kind of problem it is, for programs: ``not_found``.
        self.code = code
        #: What went wrong, in words.
        self.detail = detail
        #: What to do about it.
        self.advice = advice
        #: After how many seconds the same is worth trying again.
        self.retry_after = retry_after
        #: The fields that are wrong.
        self.fields = fields
        #: What the server's log calls the request.
        self.request_id = request_id
        #: The answer's header.
        self.headers = headers


class InvalidRequest(ProblemError):
    """The request is wrong, whatever is stored."""


class Unauthenticated(ProblemError):
    """The token is missing, or not known."""


class Forbidden(ProblemError):
    """The token's owner may not do this."""


class NotFound(ProblemError):
    """What was asked for is not there, or not this client's."""


class Conflict(ProblemError):
    """What is stored does not allow it: a key was used for something else, a part of a file leaves a gap."""


class Exhausted(ProblemError):
    """A quota is used up, or no worker was free."""


class Unavailable(ProblemError):
    """The server cannot do this now."""


class ServerFailed(ProblemError):
    """A fault of the server's own."""


_CLASSES = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    409: Conflict,
    429: Exhausted,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
}


def problem(status: int, headers: Mapping[str, str], body: bytes) -> ProblemError:
    """The error that an answer is; what is no problem of the server's, such as a proxy's page, becomes one as well."""
    told: dict[str, Any] = {}
    try:
        read = json.loads(body)
        told = read if isinstance(read, dict) else {}
    except ValueError:
        pass
    kind = _CLASSES.get(status) or (ServerFailed if status >= 500 else InvalidRequest)
    errors = told.get("errors")
    fields = tuple(
        Field(str(error.get("field", "")), str(error.get("message", "")))
        for error in (errors if isinstance(errors, list) else [])
        if isinstance(error, dict)
    )
    text = body[:200].decode("utf-8", "replace")
    return kind(
        status,
        str(told.get("code", "unknown")),
        str(told.get("detail") or f"the server answered {status}: {text}"),
        told.get("advice"),
        retry_seconds(headers),
        fields,
        headers.get("x-request-id"),
        headers,
    )


def retry_seconds(headers: Mapping[str, str]) -> Optional[float]:
    """What ``Retry-After`` says, where it says seconds."""
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None
