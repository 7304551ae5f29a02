"""What can go wrong, as one small tree.

    CikrefsError
    ├── InputError       something given cannot be read; carries a Problem (file, line, text)
    ├── ProgramError     pandoc is missing, too old, killed, not done in time, or failed
    └── Unavailable      a registry gave no answer; never a verdict about a reference

A reader meets bad input in one of two moods. A library user wants the first problem raised; the
command line wants every good reference and every problem named. Both are served by one argument,
`on_problem`, that every reader takes: without it the first problem is raised as InputError, with
it the problem is handed over and reading goes on where that is possible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Problem:
    """A place in the input that cannot be read.

    `message` says what is wrong and what to do; `file` is its path as given, `line` its 1-based
    line, `text` the offending text (shortened when shown), `reference` the key or label of the
    entry it stands in. `lost` is False for a mere remark: everything was read all the same.
    """

    message: str
    file: str | None = None
    line: int | None = None
    text: str | None = None
    reference: str | None = None
    lost: bool = True

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        parts = (place, shorten(self.reference or "", 60), self.message)
        said = visible(": ".join(part for part in parts if part))
        return f"{said}\n    {shorten(self.text)}" if self.text else said


OnProblem = Callable[[Problem], None]


class CikrefsError(Exception):
    """The root of all errors cikrefs raises."""


class InputError(CikrefsError):
    """Something given cannot be read. `problem` says what, where and what to do."""

    def __init__(self, problem: Problem | str) -> None:
        self.problem = problem if isinstance(problem, Problem) else Problem(problem)
        super().__init__(str(self.problem))

    def in_file(self, file: str) -> InputError:
        """Return the same error with the file's name in it."""
        return InputError(replace(self.problem, file=file))


class ProgramError(CikrefsError):
    """Another program, pandoc, could not be run to the end; the message says what to do."""


class Unavailable(CikrefsError):
    """A registry gave no answer: an outage, a refused question, nonsense instead of an answer.

    `passing` says that asking later may help.
    """

    def __init__(self, message: str = "", *, passing: bool = False) -> None:
        self.passing = passing
        super().__init__(message)


def report(problem: Problem, on_problem: OnProblem | None) -> None:
    """Hand `problem` over; where nobody listens, raise InputError unless it is a mere remark."""
    if on_problem is not None:
        on_problem(problem)
    elif problem.lost:
        raise InputError(problem)


def visible(text: str) -> str:
    """Return `text` with control characters, which could command a terminal, as their escapes."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shorten(text: str, width: int = 120) -> str:
    """Return `text` on one line of at most `width` characters, control characters made visible."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= width else f"{line[: width - 1]}…"
