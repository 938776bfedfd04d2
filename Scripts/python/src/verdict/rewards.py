"""Rewards for models that write programs: completions and tests in, numbers out."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Mapping, Optional, Sequence, Union

from .client import AsyncClient, Client
from .errors import JudgeFailed, VerdictError
from .models import Execution, Limits, Program, Test

#: What a model wrote: a text, or messages with ``role`` and ``content``, of which the last one counts.
Completion = Union[str, Sequence[Mapping[str, Any]]]
#: The tests of each completion, or those of all.
Tests = Union[Sequence[Test], Sequence[Sequence[Test]]]

#: What models write behind a fence for the languages of most data sets.
_NAMES: Mapping[str, Sequence[str]] = {
    "python3": ("python", "python3", "py", "py3"),
    "pypy3": ("python", "python3", "py", "py3", "pypy", "pypy3"),
    "cpp": ("cpp", "c++", "cc", "cxx"),
    "javascript": ("javascript", "js", "node"),
    "csharp": ("csharp", "c#", "cs"),
    "go": ("go", "golang"),
    "rust": ("rust", "rs"),
    "kotlin": ("kotlin", "kt"),
    "ruby": ("ruby", "rb"),
    "bash": ("bash", "sh", "shell"),
}


def extract_code(completion: Completion, language: str = "python3") -> Optional[str]:
    """The program in a completion: its last fenced block that names the language; else its last fenced block that names
    none; else all of it, if it has no fence at all. None where there is nothing."""
    if not isinstance(completion, str):
        last = completion[-1].get("content") if completion else ""
        completion = last if isinstance(last, str) else ""
    text = completion.replace("\r\n", "\n")
    if "```" not in text and "~~~" not in text:
        return text if text.strip() else None
    blocks = _blocks(text)
    names = (language, *_NAMES.get(language, ()))
    named = [code for name, code in blocks if name in names]
    plain = [code for name, code in blocks if not name]
    for found in (named, plain):
        if found:
            return found[-1] if found[-1].strip() else None
    return None


def _blocks(text: str) -> list[tuple[str, str]]:
    """The fenced blocks of a Markdown text: what stands behind the fence, in lower case, and what is in it. One that the
    model did not come to close goes to the end."""
    blocks: list[tuple[str, str]] = []
    fence, name, lines = "", "", [""]
    for line in text.split("\n"):
        word = line.strip() if len(line) - len(line.lstrip(" ")) < 4 else ""
        mark = word[:1]
        run = word[: len(word) - len(word.lstrip(mark))] if mark in ("`", "~") else ""
        if not fence:
            info = word[len(run) :].strip()
            if len(run) >= 3 and "`" not in info:
                fence, name, lines = run, info.split()[0].lower() if info else "", []
        elif run and run == word and run[0] == fence[0] and len(run) >= len(fence):
            blocks.append((name, "\n".join([*lines, ""])))
            fence = ""
        else:
            lines.append(line)
    if fence:
        blocks.append((name, "\n".join(lines)))
    return blocks


def score(execution: Execution, tests: Sequence[Test], partial: bool) -> float:
    """What an execution is worth: 1 if all its tests are right, else 0; or, in part, the share that is right."""
    if not tests:
        return 0.0
    if not partial:
        return 1.0 if execution.accepted else 0.0
    return sum(test.accepted for test in execution.tests) / len(tests)


#: How often a program is run whose judge failed.
_TRIES = 3


def _failure(execution: Execution) -> Optional[JudgeFailed]:
    """What the judge failed at; None if it did not."""
    for test in execution.tests:
        if test.verdict == "JE":
            return JudgeFailed(test.message or "the judge failed")
    return JudgeFailed(execution.failure or "the judge failed") if execution.verdict == "JE" else None


class RewardFunction:
    """Scores completions by running them on tests: 0 to 1 for each.

    >>> reward = RewardFunction(Client("http://127.0.0.1:8080"))
    >>> reward(["```python\\nprint(int(input()) * 2)\\n```"], [Test("21", "42")])
    [1.0]

    A completion without a program is worth 0, and so is one that does not compile, or takes too long. What is not the
    program's fault (no server, no worker, a quota, a judge that failed) is no 0: it is tried again, and in the end raised, or is `failed_score`
    where that is set.
    """

    def __init__(
        self,
        client: Union[Client, AsyncClient],
        *,
        language: str = "python3",
        limits: Limits = Limits(),
        partial: bool = False,
        concurrency: int = 32,
        failed_score: Optional[float] = None,
    ) -> None:
        """
        client: a client for calls as a function, an async one for :meth:`score`.
        language: what the completions are written in.
        limits: what a test may use.
        partial: whether a part of the tests counts; else the first one that fails ends it.
        concurrency: how many programs are sent at once.
        failed_score: what a completion is worth that could not be run; None: that is an error.
        """
        if concurrency < 1:
            raise ValueError("concurrency: has to be at least 1")
        self._client = client
        self._language, self._limits, self._partial = language, limits, partial
        self._concurrency, self._failed_score = concurrency, failed_score

    def __call__(self, completions: Sequence[Completion], tests: Tests, **_: Any) -> list[float]:
        """The score of each completion. More names, such as trainers pass, are taken and change nothing."""
        client = self._client
        if not isinstance(client, Client):
            raise TypeError("this reward function has an AsyncClient: await its score(…)")
        stopped = threading.Event()

        def one(pair: tuple[Completion, Sequence[Test]]) -> float:
            program = None if stopped.is_set() else self._program(*pair)
            if program is None:
                return 0.0
            try:
                for left in reversed(range(_TRIES)):
                    execution = client.run(program)
                    if (failure := _failure(execution)) is None:
                        break
                    if left == 0:
                        raise failure
                return score(execution, pair[1], self._partial)
            except VerdictError:
                if self._failed_score is None:
                    # The error ends it all: what waits is not begun.
                    stopped.set()
                    raise
                return self._failed_score

        with ThreadPoolExecutor(self._concurrency) as pool:
            return list(pool.map(one, self._pairs(completions, tests)))

    async def score(self, completions: Sequence[Completion], tests: Tests, **_: Any) -> list[float]:
        """The same from an event loop."""
        client = self._client
        if not isinstance(client, AsyncClient):
            raise TypeError("this reward function has a Client: call it")
        slots = asyncio.Semaphore(self._concurrency)

        async def one(completion: Completion, own: Sequence[Test]) -> float:
            program = self._program(completion, own)
            if program is None:
                return 0.0
            async with slots:
                try:
                    for left in reversed(range(_TRIES)):
                        execution = await client.run(program)
                        if (failure := _failure(execution)) is None:
                            break
                        if left == 0:
                            raise failure
                    return score(execution, own, self._partial)
                except VerdictError:
                    if self._failed_score is None:
                        raise
                    return self._failed_score

        tasks = [asyncio.ensure_future(one(*pair)) for pair in self._pairs(completions, tests)]
        try:
            return list(await asyncio.gather(*tasks))
        finally:
            for task in tasks:
                task.cancel()

    def _pairs(self, completions: Sequence[Completion], tests: Tests) -> list[tuple[Completion, Sequence[Test]]]:
        if all(isinstance(test, Test) for test in tests):
            return [(completion, tests) for completion in completions]  # type: ignore[misc]
        if len(tests) != len(completions):
            raise ValueError(f"there are {len(completions)} completions, and tests of {len(tests)}")
        return list(zip(completions, tests))  # type: ignore[arg-type]

    def _program(self, completion: Completion, tests: Sequence[Test]) -> Optional[Program]:
        code = extract_code(completion, self._language)
        if code is None or not tests:
            return None
        if any(0xD800 <= ord(letter) <= 0xDFFF for letter in code):
            return None
        return Program(
            self._language, code, tests, limits=self._limits, stop_at_failure=not self._partial, priority="normal"
        )
