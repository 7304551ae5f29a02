"""Reports: the same checks, written for different readers.

Each is a module `NAME_report` here with `render(checks, head)`, which returns text, and a name in
REPORTS. The command line's choices and the tests read this table. The modules are imported on use,
since a report nobody asked for need not load its libraries. What they return can always be encoded:
half a surrogate pair, which JSON can smuggle into a value, comes out as its escape. A module may
have `pieces(checks, head)` too, which yields the same text bit by bit, for lists that are large.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import Protocol

from cikrefs.models import Check
from cikrefs.reports.head import NOTHING, Head

__all__ = ["EXTENSIONS", "REPORTS", "Head", "Report", "pieces"]


class Report(Protocol):
    """A report of checks."""

    def __call__(self, checks: Sequence[Check], head: Head = NOTHING) -> str:
        """Return the report of checks in the order of the list, its last line ended."""


_COMMAND = re.compile(r"(?<=#)#(?=\[|vso\[)", re.IGNORECASE)
"""In "##[" and "##vso[", which Azure's and GitHub's logs take for a command wherever they stand."""

_NUMBER_SIGN = {
    **dict.fromkeys(("json", "sarif"), r"\\u0023"),
    **dict.fromkeys(("markdown", "html", "junit"), "&#35;"),
    "github": r"\\#",
}
"""How reports that write nothing else there can write the sign instead: it is read as the same.

Workflow commands have no escape for it, so a backslash is put before it, as in the text report.
"""


def _whole(name: str, checks: Sequence[Check], head: Head = NOTHING) -> str:
    return "".join(pieces(name, checks, head))


def pieces(name: str, checks: Sequence[Check], head: Head = NOTHING) -> Iterator[str]:
    """Yield the text of the report `name` in pieces, so that not all of it need be held."""
    module = import_module(f"cikrefs.reports.{name}_report")
    texts: Iterable[str] = (
        module.pieces(checks, head) if hasattr(module, "pieces") else (module.render(checks, head),)
    )
    for text in texts:
        quiet = _COMMAND.sub(_NUMBER_SIGN.get(name, "#"), text)
        yield quiet.encode("utf-8", "backslashreplace").decode()


REPORTS: dict[str, Report] = {
    name: partial(_whole, name)
    for name in ("text", "json", "markdown", "html", "sarif", "junit", "github")
}

EXTENSIONS = {
    ".html": "html",
    ".htm": "html",
    ".json": "json",
    ".sarif": "sarif",
    ".xml": "junit",
    ".md": "markdown",
}
"""The reports that the name of a file asks for."""
