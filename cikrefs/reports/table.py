"""Reports: the same checks, written for different readers.

Each is a module `NAME_report` here with `render(checks)`, which returns text, and a name in
REPORTS; one that says when the references were checked takes `on` as well and is in DATED. The
command line's choices and the tests read this table. The modules are imported on use, since a
report nobody asked for need not load its libraries. What they return can always be encoded: half a
surrogate pair, which JSON can smuggle into a value, comes out as its escape. A module may have
`pieces(checks)` too, which yields the same text bit by bit, for lists that are large.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import Protocol

from cikrefs.models import Check

__all__ = ["EXTENSIONS", "REPORTS", "Report", "pieces"]

DATED = frozenset(("html",))
"""The reports that say on which day the references were checked."""


class Report(Protocol):
    """A report of checks."""

    def __call__(self, checks: Sequence[Check], *, on: dt.date | None = None) -> str:
        """Return the report of checks in the order of the list, its last line ended.

        `on` is the day of the check; no report asks a clock, so that equal checks make equal
        reports.
        """


_COMMAND = re.compile(r"(?<=#)#(?=\[|vso\[)", re.IGNORECASE)
"""In "##[" and "##vso[", which Azure's and GitHub's logs take for a command wherever they stand."""

_NUMBER_SIGN = {
    **dict.fromkeys(("json", "sarif"), r"\\u0023"),
    **dict.fromkeys(("markdown", "html", "junit"), "&#35;"),
}
"""How reports that write nothing else there can write the sign instead: it is read as the same."""


def _whole(name: str, checks: Sequence[Check], *, on: dt.date | None = None) -> str:
    return "".join(pieces(name, checks, on=on))


def pieces(name: str, checks: Sequence[Check], *, on: dt.date | None = None) -> Iterator[str]:
    """Yield the text of the report `name` in pieces, so that not all of it need be held."""
    module = import_module(f"cikrefs.reports.{name}_report")
    told = {"on": on} if name in DATED else {}
    texts: Iterable[str] = (
        module.pieces(checks) if hasattr(module, "pieces") else (module.render(checks, **told),)
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
