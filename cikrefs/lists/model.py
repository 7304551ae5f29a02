"""A formatted list: entries of runs, a run being text that looks the same throughout.

It has what a citation processor decides and no more, so that all outputs are written from the same
characters and marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from cikrefs.models import Reference

Mark = Literal["italic", "bold", "small-caps", "superscript", "subscript", "underline"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text on one line, its marks, and where it links to (an http URL, or nothing)."""

    text: str
    marks: frozenset[Mark] = frozenset()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the list: its label ("1.", "[1]", perhaps nothing) and its runs.

    `anchor` is the reference's id without blanks, made unique in the list. `marked_label` is the
    label as runs where any of it has marks (a raised number).
    """

    reference: Reference
    anchor: str
    label: str
    runs: tuple[Run, ...]
    marked_label: tuple[Run, ...] = ()

    @property
    def label_runs(self) -> tuple[Run, ...]:
        """The label as runs, none for no label."""
        return self.marked_label or ((Run(self.label),) if self.label else ())

    @property
    def text(self) -> str:
        """The entry's characters without label and marks."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class FormattedList:
    """The entries in the style's order, and the language of what the style added ("en-US")."""

    items: tuple[Item, ...]
    language: str = "en-US"

    def without_labels(self) -> FormattedList:
        """Return the list with no labels."""
        items = (replace(item, label="", marked_label=()) for item in self.items)
        return replace(self, items=tuple(items))

    @property
    def is_numbered(self) -> bool:
        """Whether the labels are "1.", "2.", "3." …"""
        return bool(self.items) and all(
            item.label_runs == (Run(f"{number}."),) for number, item in enumerate(self.items, 1)
        )


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Return `runs` with equal neighbours as one, blanks at the ends and doubled ones gone."""
    spaced: list[Run] = []
    blank = True
    for run in _merged(runs):
        text = re.sub(" {2,}", " ", run.text)
        text = text.removeprefix(" ") if blank else text
        if text:
            blank = text.endswith(" ")
            spaced.append(replace(run, text=text))
    if spaced and blank:
        spaced[-1] = replace(spaced[-1], text=spaced[-1].text.removesuffix(" "))
    return tuple(_merged(run for run in spaced if run.text))


def split(runs: Iterable[Run], length: int) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return the runs of the first `length` characters, and those of the rest."""
    first, rest = list[Run](), list[Run]()
    for run in runs:
        first.append(replace(run, text=run.text[:length]))
        rest.append(replace(run, text=run.text[length:]))
        length = max(0, length - len(run.text))
    return joined(first), joined(rest)


def _merged(runs: Iterable[Run]) -> Iterator[Run]:
    for (marks, href), group in groupby(runs, lambda run: (run.marks, run.href)):
        yield Run("".join(run.text for run in group), marks, href)
