"""Reports: the same checks, written for different readers.

Each is a module `NAME_report` here with `render(checks)`, which returns text, and a name in
REPORTS; the command line's choices and the tests read this table. The modules are imported on use,
since a report nobody asked for need not load its libraries. What they return can always be encoded:
half a surrogate pair, which JSON can smuggle into a value, comes out as its escape.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module

from cikrefs.models import Check

__all__ = ["REPORTS", "Report"]

Report = Callable[[Sequence[Check]], str]
"""Takes the checks in the order of the list; returns the report, its last line ended."""


def _report(name: str) -> Report:
    def render(checks: Sequence[Check]) -> str:
        text: str = import_module(f"cikrefs.reports.{name}_report").render(checks)
        return text.encode("utf-8", "backslashreplace").decode()

    return render


REPORTS: dict[str, Report] = {
    name: _report(name) for name in ("text", "json", "markdown", "html", "sarif", "junit", "github")
}
