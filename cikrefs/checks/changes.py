"""What a registry says otherwise now than when the lock file was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cikrefs import dois
from cikrefs.checks.rules import RULES
from cikrefs.models import Check
from cikrefs.registry.lockfile import Locked, changes

__all__ = ["with_changes"]


def with_changes(checks: Sequence[Check], locked: Mapping[str, Locked]) -> list[Check]:
    """Return the checks with a note `changed` on what is answered otherwise than `locked`.

    `locked` holds the earlier answers by lower-case DOI.
    """
    return [_with_change(check, locked) for check in checks]


def _with_change(check: Check, locked: Mapping[str, Locked]) -> Check:
    before = locked.get(dois.key(check.reference.DOI)) if check.reference.DOI else None
    if before is None or check.asked is None:
        return check
    notes = (
        RULES["changed"].finding(f"since {before.asked}: {change}")
        for change in changes(before.record, check.record)
    )
    return replace(check, findings=(*check.findings, *notes))
