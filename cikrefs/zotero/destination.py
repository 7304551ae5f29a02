"""Zotero as a place where references go: the one on this computer, or a library on zotero.org.

`connector` speaks to the Zotero on this computer, `library` to zotero.org; both are a
Destination. `items` is the table of Zotero's fields, `server` the HTTP both speak.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from cikrefs.models import Reference

BATCH: Final = 50
"""The most references in one request, which is what zotero.org takes
(https://www.zotero.org/support/dev/web_api/v3/write_requests)."""


@dataclass(frozen=True, slots=True)
class Added:
    """How many items one batch became, and why a reference (by its index) became none.

    `remark` is what else went wrong with them.
    """

    items: int
    refused: Mapping[int, str] = field(default_factory=dict)
    remark: str = ""


class Destination(Protocol):
    """Where references go."""

    @property
    def name(self) -> str:
        """The place in words: “a collection” in a library."""
        ...

    def known_dois(self) -> frozenset[str] | None:
        """Return the keys of the DOIs in the library, None if it cannot be looked into.

        Raises Unavailable.
        """
        ...

    def add(self, references: Sequence[Reference]) -> Added:
        """Add at most BATCH references.

        Raises Unavailable if it is not known whether they arrived, InputError if they are refused.
        """
        ...
