"""What stands between entries, when files are put together or entries go.

Comments, `@string` and the like keep their places between the entries that stay. What ends one file
and what begins the next meet in one place, each on lines of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from cikrefs.formats.bibtex.file import Aside

__all__ = ["after_removing", "put_together"]


def put_together(parts: Iterable[tuple[Sequence[Aside], int]]) -> tuple[Aside, ...]:
    """Return the asides of files one after another; each part is a file's, and its entries."""
    placed, seams, before = [], set(), 0
    for asides, entries in parts:
        placed += [Aside(aside.text, aside.before + before) for aside in asides]
        before += entries
        seams.add(before)
    return _one_a_place(placed, seams - {before})


def after_removing(asides: Sequence[Aside], stays: Sequence[bool]) -> tuple[Aside, ...]:
    """Return the asides among the entries that stay: `stays` says it of each."""
    left = [0]
    for one in stays:
        left.append(left[-1] + one)
    placed = [Aside(aside.text, left[aside.before]) for aside in asides]
    met = {one.before for one, other in pairwise(placed) if one.before == other.before}
    return _one_a_place(placed, met)


def _one_a_place(asides: Iterable[Aside], seams: set[int]) -> tuple[Aside, ...]:
    """Return the asides, those that meet at a seam as one."""
    texts: dict[int, list[str]] = defaultdict(list)
    for aside in asides:
        if aside.before not in seams:
            texts[aside.before].append(aside.text)
        elif aside.text.strip():
            texts[aside.before].append(aside.text.strip())
    found = []
    for before, pieces in texts.items():
        text = "\n\n".join(pieces)
        if before in seams:
            text = f"\n\n{text}\n\n" if before else f"{text}\n\n"
        found.append(Aside(text, before))
    return tuple(found)
