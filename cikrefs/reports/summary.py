"""The numbers and places every report shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cikrefs.models import Check, Finding


def counts(checks: Sequence[Check]) -> dict[str, int]:
    """Return how many references there are, and how many of each status."""
    statuses = Counter(check.status for check in checks)
    return {
        "references": len(checks),
        "ok": statuses["ok"],
        "warning": statuses["warning"],
        "error": statuses["error"],
        "unchecked": statuses["unchecked"],
    }


def place(check: Check, finding: Finding) -> tuple[int | None, int | None]:
    """Return line and column (1-based) of the field a finding is about, or of its reference."""
    source = check.reference.source
    if finding.field and finding.field in source.positions:
        return source.positions[finding.field]
    return source.line, None
