"""What a registry says otherwise now than when the lock file was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cikrefs.carried import identifiers_of
from cikrefs.checks.rules import RULES
from cikrefs.models import Check
from cikrefs.registry.lockfile import Locked, answers_to, changes

__all__ = ["with_changes"]


def with_changes(checks: Sequence[Check], locked: Mapping[str, Locked]) -> list[Check]:
    """Return the checks with a note `changed` on what is answered otherwise than `locked`.

    `locked` holds the earlier answers by lower-case key.
    """
    return [_with_change(check, locked) for check in checks]


def _with_change(check: Check, locked: Mapping[str, Locked]) -> Check:
    """Compare the record a check was made with; of the identifiers the first that leads to it."""
    before = next(filter(None, (locked.get(key.lower()) for key in _keys(check))), None)
    if before is None or not check.asked:
        return check
    notes = (
        RULES["changed"].finding(f"since {before.asked}: {change}")
        for change in changes(before.record, check.record)
    )
    return replace(check, findings=(*check.findings, *notes))


def _keys(check: Check) -> Iterator[str]:
    """Yield the keys of a check's reference that its record answers to, or that nobody knows."""
    dead = {f.field for f in check.findings if f.rule in ("doi-not-found", "id-not-found")}
    for one in identifiers_of(check.reference):
        known = check.record is not None and answers_to(check.record, one.key)
        if known or (check.record is None and one.field in dead):
            yield one.key
