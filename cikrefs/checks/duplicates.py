"""References of one list that carry the same DOI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cikrefs import dois
from cikrefs.checks.rules import RULES
from cikrefs.models import Check, Reference

__all__ = ["with_duplicates"]


def with_duplicates(checks: Sequence[Check]) -> list[Check]:
    """Return the checks with `doi-duplicate` on each reference whose DOI an earlier one has."""
    first: dict[str, Reference] = {}
    result = []
    for number, check in enumerate(checks, start=1):
        reference = check.reference
        key = dois.key(reference.DOI) if reference.DOI else f"no DOI {number}"
        earlier = first.setdefault(key, reference)
        if earlier is not reference:
            who = earlier.id or earlier.source.label or "an earlier reference"
            rule = RULES["doi-duplicate"]
            finding = rule.finding(f"{who} has the same DOI", printed=reference.DOI)
            check = replace(check, findings=(*check.findings, finding))  # noqa: PLW2901  # the same check, with one more
        result.append(check)
    return result
