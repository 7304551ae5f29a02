"""How the nouns look: on one line at a prompt, as a table in a notebook, as a row for pandas.

A line says what tells one work from another: who, when, what. Rows hold nothing but strings and
None, since that is what tables of other programs take.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cikrefs.errors import shorten

if TYPE_CHECKING:
    from cikrefs.models import Date, Name

WIDTH = 90
"""Characters of the longest line."""


def line(kind: str, name: str, said: str) -> str:
    """Return "<KIND NAME: SAID>" on one line of at most WIDTH characters."""
    head = f"<{kind} {shorten(name, 40)}" if name else f"<{kind}"
    return f"{head}: {shorten(said, WIDTH - len(head) - 3)}>" if said else f"{head}>"


def work(author: Sequence[Name], issued: Date | None, title: str) -> str:
    """Return "Liu and Pu (2025) Killer cells", without what is not there."""
    names = [name.family or name.literal for name in author]
    who = " and ".join(names) if len(names) < 3 else f"{names[0]} et al."
    parts = (who, f"({issued.year})" if issued else "", title)
    return " ".join(part for part in parts if part)


def cell(value: object) -> str | None:
    """Return a value as one string: names and values in a row with semicolons, None for nothing."""
    if isinstance(value, tuple):
        return "; ".join(map(str, value)) or None
    return None if value is None or value == "" else str(value)


def table(rows: Mapping[str, str | None]) -> str:
    """Return what is there of `rows` as an HTML table of two columns."""
    cells = (
        f"<tr><th>{html.escape(name)}</th><td>{html.escape(value)}</td></tr>"
        for name, value in rows.items()
        if value is not None
    )
    return f"<table>{''.join(cells)}</table>"


def listed(values: Iterable[str]) -> str:
    """Return " (a, b)" for the different `values`, "" for none."""
    unique = dict.fromkeys(values)
    return f" ({', '.join(unique)})" if unique else ""
