"""What is registered about a work's standing: its notices, and whether a preprint was published."""

from __future__ import annotations

from collections.abc import Iterator

from cikrefs.checks.rules import RULES
from cikrefs.models import Finding, Notice, Record

__all__ = ["findings"]

_SAYS = {
    "retracted": "is retracted",
    "withdrawn": "is withdrawn",
    "concern": "has an expression of concern",
    "corrected": "has a correction",
}


def findings(record: Record) -> Iterator[Finding]:
    """Yield a finding for each notice on `record`, and one for a preprint that was published."""
    for notice in record.notices:
        message = f"the work {_SAYS[notice.kind]}{_where(notice)}"
        yield RULES[notice.kind].finding(message, registered=notice.DOI)
    for published in record.published_as:
        yield RULES["preprint-published"].finding(
            f"this preprint was published as {published}",
            registered=published,
            suggestion=published,
        )


def _where(notice: Notice) -> str:
    parts = [notice.DOI, f"of {notice.date}" if notice.date else "", _via(notice)]
    text = " ".join(part for part in parts if part)
    return f": {text}" if text else ""


def _via(notice: Notice) -> str:
    return "(Retraction Watch)" if notice.source == "retraction-watch" else ""
