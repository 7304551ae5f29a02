"""What is registered about a work's standing: its notices, and whether a preprint was published."""

from __future__ import annotations

from collections.abc import Iterator

from cikrefs.checks.rules import RULES
from cikrefs.models import Finding, Notice, Record

_SAYS = {
    "retracted": "is retracted",
    "withdrawn": "is withdrawn",
    "concern": "has an expression of concern",
    "corrected": "has a correction",
}


def findings(record: Record) -> Iterator[Finding]:
    """Yield a finding for each notice on `record`, and one for a preprint that was published."""
    for notice in record.notices:
        yield Finding(
            rule=notice.kind,
            severity=RULES[notice.kind].severity,
            field="DOI",
            registered=notice.DOI or None,
            message=f"the work {_SAYS[notice.kind]}{_where(notice)}",
        )
    for published in record.published_as:
        yield Finding(
            rule="preprint-published",
            severity=RULES["preprint-published"].severity,
            field="DOI",
            registered=published,
            suggestion=published,
            message=f"this preprint was published as {published}",
        )


def _where(notice: Notice) -> str:
    parts = [notice.DOI, f"of {notice.date}" if notice.date else "", _via(notice)]
    text = " ".join(part for part in parts if part)
    return f": {text}" if text else ""


def _via(notice: Notice) -> str:
    return "(Retraction Watch)" if notice.source == "retraction-watch" else ""
