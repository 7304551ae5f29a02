"""The report for people: what is wrong first, each with its place, then one line of numbers.

References that are right are counted, not listed. On a terminal severities are coloured; `style` is
how the command line lends its colours, so that this text stays the same everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from cikrefs.models import Check, Finding
from cikrefs.reports.summary import counts, place

Style = Callable[[str, str], str]
"""Takes a text and a severity, status or "faint"; returns the text, perhaps in colour."""


def render(checks: Sequence[Check], style: Style = lambda text, _: text) -> str:
    """Return the report, every line ended."""
    blocks = [block for check in checks if (block := _block(check, style))]
    return "\n".join([*blocks, _summary(checks, style)]) + "\n"


def _block(check: Check, style: Style) -> str:
    """Return what there is to say about one reference, or an empty string."""
    if not check.findings and check.unavailable is None:
        return ""
    reference = check.reference
    label = f"[{reference.source.label}]" if reference.source.label else ""
    who = " ".join(part for part in (label, reference.id) if part) or "(no key)"
    lines = [_columns(_printable(who), style(_shown(reference.title, 72), "faint"))]
    lines += [_finding(check, finding, style) for finding in check.findings]
    if check.unavailable is not None:
        lines.append(f"  {style('unchecked', 'unchecked')}  {_printable(check.unavailable)}")
    return "\n".join(lines) + "\n"


def _finding(check: Check, finding: Finding, style: Style) -> str:
    line, column = place(check, finding)
    parts = (check.reference.source.file, line, column)
    where = ":".join(str(part) for part in parts if part is not None)
    severity = style(f"{finding.severity:<9}", finding.severity)
    first = _columns(f"  {severity}", finding.rule, style(_printable(where), "faint"))
    return f"{first}\n             {_printable(finding.message)}"


def _columns(*parts: str) -> str:
    return "  ".join(part for part in parts if part)


def _summary(checks: Sequence[Check], style: Style) -> str:
    numbers = counts(checks)
    total = numbers.pop("references")
    names = {"warning": "with warnings", "error": "with errors"}
    parts = [
        style(f"{number} {names.get(status, status)}", status)
        for status, number in numbers.items()
        if number or status == "ok"
    ]
    return f"{total} reference{'' if total == 1 else 's'}: {', '.join(parts)}"


def _shown(text: str, width: int) -> str:
    text = _printable(text)
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _printable(text: str) -> str:
    """Return `text` on one line without control characters, which could command a terminal."""
    text = " ".join(text.split())
    return "".join(char for char in text if unicodedata.category(char)[0] != "C")
