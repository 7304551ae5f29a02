"""Accepted findings: somebody knows them and gave a reason, and they no longer fail anything.

An accepted finding stays in every report, as a note with its reason, so that nobody forgets it; a
reference whose `not-found` is accepted stays unconfirmed, for it is.
An acceptance that is past its date, or that matches nothing any more, is itself worth a warning:
otherwise the list of exceptions only ever grows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from cikrefs.checks.rules import RULES, unknown
from cikrefs.config import Acceptance
from cikrefs.models import Check, Finding

__all__ = ["apply"]


def apply(
    checks: Sequence[Check], accepted: Sequence[Acceptance], today: dt.date
) -> tuple[list[Check], list[str]]:
    """Return the checks with accepted findings as notes, and warnings about stale acceptances.

    An unchecked reference makes none of its acceptances stale, because nobody could ask.
    """
    current = {(one.id, one.rule): one for one in accepted if not one.until or today <= one.until}
    used: set[tuple[str, str]] = set()
    result = []
    for check in checks:
        id_ = check.reference.id
        findings = tuple(
            _accepted(finding, current.get((id_, finding.rule))) for finding in check.findings
        )
        used |= {(id_, finding.rule) for finding in check.findings}
        if check.status == "unchecked":
            used |= {key for key in current if key[0] == id_}
        result.append(replace(check, findings=findings))
    return result, [
        _stale(one, expired=(one.id, one.rule) not in current)
        for one in accepted
        if one.rule not in RULES
        or (one.id, one.rule) not in current
        or (one.id, one.rule) not in used
    ]


def _accepted(finding: Finding, acceptance: Acceptance | None) -> Finding:
    if acceptance is None or (finding.severity == "note" and finding.rule != "not-found"):
        return finding
    message = f"{finding.message} (accepted: {acceptance.reason})"
    return replace(finding, severity="note", message=message, accepted=acceptance.reason)


def _stale(acceptance: Acceptance, *, expired: bool) -> str:
    if acceptance.rule not in RULES:
        return f"[[accept]] of {acceptance.id}: {unknown(acceptance.rule)}"
    why = (
        f"was accepted until {acceptance.until}"
        if expired
        else "is accepted, but not found any more"
    )
    return f"{acceptance.rule} of {acceptance.id} {why}; look again, and remove the acceptance"
