"""What comparing one field gives: they agree, one side is silent, or they differ, and how."""

from __future__ import annotations

from dataclasses import dataclass

from cikrefs.models import Severity

__all__ = ["AGREES", "SILENT", "Agreement", "differs"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """The outcome of comparing one field of print and registry.

    `agrees` is None where either side says nothing: what a record lacks is no contradiction.
    `printed` and `registered` are the values that differ, `message` says how in a few words.
    """

    agrees: bool | None
    printed: str = ""
    registered: str = ""
    message: str = ""
    severity: Severity = "error"


AGREES = Agreement(True)
SILENT = Agreement(None)


def differs(
    printed: str, registered: str, message: str = "", severity: Severity = "error"
) -> Agreement:
    """Return the disagreement of two values."""
    return Agreement(False, printed, registered, message, severity)
