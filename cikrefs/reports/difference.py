"""Where two values differ, so that the eye need not search: by words, or by letters within a word.

A marked piece is what one side has and the other has not. Values with nothing in common are not
marked at all, since all would be. rapidfuzz, which the checks need anyway, aligns them in a
hundredth of the time that difflib takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from cikrefs.models import Check, Finding
from cikrefs.reports.summary import shown

Piece = tuple[str, bool]
"""A piece of a value, and whether it differs."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_SIMILAR = 0.5
"""From this likeness on, two words are one word misspelt, and letters are worth marking."""


def compared(check: Check, finding: Finding) -> list[tuple[str, list[Piece]]]:
    """Return the two values of a finding that are worth comparing by eye, each with its name.

    They are the "printed" and the "registered" value of a field, or the "printed" and the
    "suggested" DOI. Where there are not two such values, the list is empty.
    """
    printed = finding.printed
    if finding.remark is not None and printed:
        name, other = "registered", finding.registered or "(nothing)"
    elif finding.suggestion and printed and printed == check.reference.DOI:
        name, other = "suggested", finding.suggestion
    else:
        return []
    return list(zip(("printed", name), pieces(shown(printed), shown(other)), strict=True))


def pieces(one: str, other: str) -> tuple[list[Piece], list[Piece]]:
    """Return both values in pieces; the pieces of a value joined are the value."""
    left, right = _aligned(_TOKEN.findall(one), _TOKEN.findall(other), within=True)
    if not any(_telling(text) for text, differs in left if not differs):
        return [(one, False)], [(other, False)]
    return _merged(left), _merged(right)


def _aligned(
    one: Sequence[str], other: Sequence[str], *, within: bool
) -> tuple[list[Piece], list[Piece]]:
    from rapidfuzz.distance import Levenshtein

    left: list[Piece] = []
    right: list[Piece] = []
    for step in Levenshtein.opcodes(one, other):
        mine = "".join(one[step.src_start : step.src_end])
        yours = "".join(other[step.dest_start : step.dest_end])
        if within and step.tag == "replace" and _similar(mine, yours):
            inner = _aligned(list(mine), list(yours), within=False)
            left += inner[0]
            right += inner[1]
        else:
            left.append((mine, step.tag != "equal"))
            right.append((yours, step.tag != "equal"))
    return left, right


def _similar(one: str, other: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.normalized_similarity(one, other) >= _SIMILAR


def _telling(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _merged(values: Iterable[Piece]) -> list[Piece]:
    """Return the pieces with neighbours of one kind joined and marks that end at a space cut."""
    merged = []
    for differs, group in groupby((p for p in values if p[0]), key=lambda piece: piece[1]):
        text = "".join(part for part, _ in group)
        core = text.strip() if differs else text
        before, _, after = text.partition(core) if core else (text, "", "")
        merged += [(before, False), (core, differs), (after, False)]
    return [(text, differs) for text, differs in merged if text]
