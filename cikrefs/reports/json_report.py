"""The report for programs: one JSON object, schema version 2.

Other programs read it, so what it says stays as it is; something new is a new key. In version 1
`asked` was one name, and there was no status "unconfirmed". Names of fields are CSL's. `line` and
`column` are 1-based; null is "not known" throughout. It is made reference by reference, since for a
large list the whole text and what it is made of take more memory than the checks themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from cikrefs import __version__
from cikrefs.models import Check, Finding, Source
from cikrefs.reports.head import NOTHING, Head
from cikrefs.reports.summary import counts, place, shown

VERSION = 2


def render(checks: Sequence[Check], head: Head = NOTHING) -> str:
    """Return the checks as JSON text with a final line end."""
    return "".join(pieces(checks, head))


def pieces(checks: Sequence[Check], head: Head = NOTHING) -> Iterator[str]:
    """Yield the same text, a reference at a time."""
    first = {
        "version": VERSION,
        "tool": f"cikrefs {__version__}",
        "settings": shown(head.settings) or None,
        "summary": counts(checks),
    }
    yield _dumped(first).removesuffix("\n}")
    yield from _list("references", (check for check in checks if check.about == "reference"))
    yield from _list("citations", (check for check in checks if check.about == "citation"))
    yield "\n}\n"


def _list(key: str, checks: Iterable[Check]) -> Iterator[str]:
    yield f',\n  "{key}": ['
    end = "]"
    for number, check in enumerate(checks):
        item = _dumped(_reference(check)).replace("\n", "\n    ")
        yield f"{',' if number else ''}\n    {item}"
        end = "\n  ]"
    yield end


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _reference(check: Check) -> dict[str, object]:
    reference = check.reference
    return {
        "id": reference.id,
        "label": reference.source.label,
        "file": reference.source.file,
        "line": reference.source.line,
        **_bibliography(reference.source.bibliography),
        "doi": reference.DOI or None,
        "status": check.status,
        "agency": check.record.agency if check.record else None,
        "asked": list(check.asked),
        "unavailable": check.unavailable,
        "findings": [_finding(check, finding) for finding in check.findings],
    }


def _bibliography(source: Source | None) -> dict[str, object]:
    """Return where a manuscript's reference stands in its bibliography; nothing for others."""
    return {"bibliography": {"file": source.file, "line": source.line}} if source else {}


def _finding(check: Check, finding: Finding) -> dict[str, object]:
    line, column = place(check, finding)
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "field": finding.field.replace("_", "-") if finding.field else None,
        "printed": finding.printed,
        "registered": finding.registered,
        "suggestion": finding.suggestion,
        "accepted": finding.accepted,
        "message": finding.message,
        "line": line,
        "column": column,
    }
