"""A finding for each field in which a print and the record of its work differ, as bad as it can be.

How bad depends on who says so: a record that was only searched for may be of another version, a
catalogue that anybody edits proves little, and titles change between the versions of an e-print.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cikrefs.checks.agreement import Agreement
from cikrefs.checks.compare import COMPARISONS, Comparison
from cikrefs.checks.rules import RULES
from cikrefs.checks.suggest import Candidate
from cikrefs.identifiers import ARXIV_DOI
from cikrefs.models import SEVERITIES, Finding, Record, Severity

__all__ = ["differences", "is_edited_by_anybody"]


def differences(one: Candidate, *, searched: bool = False) -> Iterator[Finding]:
    """Yield a finding for each field that differs; a record that was `searched` for makes no error.

    No identifier says which version of the work is meant then, so that another one may be.
    """
    for row in COMPARISONS:
        agreement = one.agreements[row.field]
        if agreement.agrees is False:
            finding = _difference(row, agreement)
            worst = _worst(one.record, row.field, searched=searched)
            mild = SEVERITIES.index(finding.severity) < SEVERITIES.index(worst)
            yield replace(finding, severity=worst) if mild else finding


def is_edited_by_anybody(record: Record) -> bool:
    """Whether the record is from a catalogue that its readers edit."""
    return record.agency == "Open Library"


def _worst(record: Record, field: str, *, searched: bool) -> Severity:
    """Return how bad a difference from `record` may be at most."""
    if is_edited_by_anybody(record):
        return "note" if searched else "warning"
    changes = field == "title" and record.DOI.lower().startswith(ARXIV_DOI)
    return "warning" if searched or changes else "error"


def _difference(row: Comparison, agreement: Agreement) -> Finding:
    what = row.rule.removesuffix("-differs")
    registered = f"“{agreement.registered}”" if agreement.registered else "nothing"
    message = f"{what}: “{agreement.printed}” is printed, {registered} registered"
    if agreement.message:
        message = f"{message}; {agreement.message}"
    return RULES[row.rule].finding(
        message,
        severity=agreement.severity,
        field=row.field,
        printed=agreement.printed,
        registered=agreement.registered,
        remark=agreement.message,
    )
