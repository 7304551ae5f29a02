"""What the tests of lists share: references, lists, and the report's own."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import cikrefs
from cikrefs.lists import styles
from cikrefs.lists.engine import format_list
from cikrefs.lists.model import FormattedList, Item, Run
from cikrefs.models import Date, Name, Reference

ROOT = Path(__file__).parent.parent.parent
GOLD = [
    json.loads(line)
    for line in (ROOT / "tests/data/references-18.jsonl").read_text("utf-8").splitlines()
]


def own(on_notice: Callable[[str], None] = print) -> styles.Style:
    return styles.find(None, on_notice=on_notice)


@cache
def the_18() -> FormattedList:
    return format_list(cikrefs.read(ROOT / "references.bib"), own())


def item(*runs: Run | str, label: str = "1.", id_: str = "a") -> Item:
    given = tuple(Run(run) if isinstance(run, str) else run for run in runs)
    return Item(Reference(id=id_), id_, label, given)


def listed(*references: Reference, style: str | None = None, **options: str) -> list[str]:
    """Return the entries in the text of a list, with their labels."""
    found = styles.find(style, on_notice=print)
    formatted = format_list(references, found, **options)  # type: ignore[arg-type]  # sort is one
    return [f"{one.label} {one.text}".strip() for one in formatted.items]


HOSTILE_TITLES = {
    "html": "On <script>alert(1)</script>, <i>in vivo</i>, a<b>c & &amp;",
    "tex": r"Read \input{x} and \write18{ls}, $x^2$, 100 %, {a}, #1, A_b ~ c ^ d",
    "markdown": "*a*, _b_, `c`, [d](e), ![f](g), # h, @x, :o:, 1) | - --- http://www.x.de/a_b i",
    "primes": "Between 5'-UTR and 3'-UTR of the patients' cells it's",
    "scripts": "CD8⁺ γδ T cells, H₂O, √2 and 😀👩‍👩‍👧 in שלום and العربية",
    "controls": "A \x1b[31m red \x07 bell \u202e turned",
    "spaces": "A\ttab,  two blanks,\na new line",
}
"""Titles that mean something to some format, each to be shown as what it is."""

SHOWN = {
    "html": "On <script>alert(1)</script>, <i>in vivo</i>, a<b>c & &amp;",
    "tex": r"Read \input{x} and \write18{ls}, $x^2$, 100 %, {a}, #1, A_b ~ c ^ d",
    "markdown": "*a*, _b_, `c`, [d](e), ![f](g), # h, @x, :o:, 1) | - --- http://www.x.de/a_b i",
    "primes": "Between 5'-UTR and 3'-UTR of the patients’ cells it’s",
    "scripts": "CD8⁺ γδ T cells, H₂O, √2 and 😀👩‍👩‍👧 in שלום and العربية",
    "controls": r"A \u001b[31m red \u0007 bell " + "\u202e turned",
    "spaces": "A tab, two blanks, a new line",
}
"""The same as a list shows them: typographic apostrophes, control characters made visible."""


def hostile() -> list[Reference]:
    return [
        Reference(
            id=f"{kind} & <{kind}>",
            title=title,
            author=(Name("O'Neil & <b>", "A."),),
            container_title_short="J <i>X</i> & Y",
            issued=Date(2020),
            DOI=f'10.1234/{kind}_<1>#"(2)',
        )
        for kind, title in HOSTILE_TITLES.items()
    ]


@cache
def hostile_list() -> FormattedList:
    return format_list(hostile(), own())
