"""References that carry the same DOI: twice in one list is a slip, in two lists a work cited twice.

A file is a list. Two papers may cite one work, so across files the finding is a note; it names the
other file for whoever meant them to be parts of one list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cikrefs import dois
from cikrefs.checks.rules import RULES
from cikrefs.models import Check, Finding, Reference

__all__ = ["with_duplicates"]


def with_duplicates(checks: Sequence[Check]) -> list[Check]:
    """Return the checks with `doi-duplicate` on each reference whose DOI an earlier one has."""
    first: dict[str, dict[str | None, Reference]] = {}
    result = []
    for check in checks:
        reference, findings = check.reference, check.findings
        if reference.DOI:
            by_file = first.setdefault(dois.key(reference.DOI), {})
            findings = (*findings, *_duplicates(reference, by_file))
            by_file.setdefault(reference.source.file, reference)
        result.append(replace(check, findings=findings))
    return result


def _duplicates(reference: Reference, by_file: dict[str | None, Reference]) -> list[Finding]:
    """Return the finding about the earlier references with the DOI, the first of each file."""
    if not by_file:
        return []
    same_file = by_file.get(reference.source.file)
    earlier = same_file or next(iter(by_file.values()))
    who = earlier.id or earlier.source.label or "an earlier reference"
    of_file = "" if same_file else f" of {earlier.source.file or 'another list'}"
    return [
        RULES["doi-duplicate"].finding(
            f"{who}{of_file} has the same DOI",
            severity="warning" if same_file else "note",
            printed=reference.DOI,
        )
    ]
