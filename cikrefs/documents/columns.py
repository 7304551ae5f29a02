"""Words at places on a page, put in the order in which they are read.

A gutter is a strip with no ink in it between rows on its left and rows on its right. The page is
divided at the gutter that serves most rows; what crosses it (a title, an abstract, a wide figure)
divides the columns into bands, read from top to bottom, the left column first. Columns are
divided again in the same way. A word too long for its column (an address) hangs over the gutter and
divides nothing. Neither the order in the file nor ruled columns are relied on. More space between
two rows than the column has elsewhere is a blank line, since it parts entries that nothing else may
part.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from cikrefs.documents.flow import LOWERED, RAISED, joined

_NARROWEST = 8.0
"""The narrowest column, in heights of a line; a list's numbers in front of it are no column."""

_GUTTER = 0.3
"""Half the narrowest gutter, in heights of a line; the space between words is narrower than two."""

_ROWS = 3
"""The fewest rows on either side that make a gutter."""

_PARTED = 1.25
"""Rows further apart than this, in the distance usual in a column, have a blank line between."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a blank, and their place in points; y grows downwards.

    `spaced` says that a blank stands before it in the file.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = True

    @property
    def height(self) -> float:
        """How tall its line is."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height on the page of its middle."""
        return (self.top + self.bottom) / 2


def lines(words: Sequence[Word]) -> list[str]:
    """Return the lines of a page in reading order."""
    gutter = _gutter(words)
    if gutter is None:
        return _lines(words)
    found = list[str]()
    hanging = _hanging(words, gutter)
    for band in _bands(words, gutter, hanging):
        left = [word for word in band if word.right <= gutter or id(word) in hanging]
        right = [word for word in band if word.left >= gutter]
        parted = len(left) + len(right) == len(band)
        found += lines(left) + lines(right) if parted else _lines(band)
    return found


def _gutter(words: Sequence[Word]) -> float | None:
    """Return where the best gutter is (of equals the leftmost: labels go with what follows)."""
    if len(words) < 2 * _ROWS:
        return None
    height = median(word.height for word in words)
    step = max(height * _GUTTER, 0.5)
    start = min(word.left for word in words) + _NARROWEST * height
    count = int((max(word.right for word in words) - _NARROWEST * height - start) / step)
    crossing: list[list[Word]] = [[] for _ in range(min(max(0, count), 2000))]
    for word in words:
        first = max(0, int((word.left - step - start) / step) + 1)
        last = min(len(crossing) - 1, int((word.right + step - start) / step))
        for index in range(first, last + 1):
            crossing[index].append(word)
    edges = _edges(words, height)
    scores = [_score(edges, start + at * step, over) for at, over in enumerate(crossing)]
    best = max(range(len(scores)), key=scores.__getitem__, default=0)
    if not scores or scores[best] <= 0:
        return None
    good = (
        at
        for at, score in enumerate(scores)
        if score >= 0.9 * scores[best] and len(crossing[at]) <= len(crossing[best]) + 2
    )
    return start + step * next(good)


def _edges(words: Sequence[Word], height: float) -> list[tuple[float, float, float]]:
    """Return, for each row of a page, its middle, first right end, last left end."""
    edges: dict[int, tuple[float, float, float]] = {}
    for word in words:
        row = round(word.middle / height)
        _, right, left = edges.get(row, (0.0, word.right, word.left))
        edges[row] = row * height, min(right, word.right), max(left, word.left)
    return list(edges.values())


def _score(edges: Sequence[tuple[float, float, float]], x: float, crossing: Sequence[Word]) -> int:
    """Return how many rows a gutter at `x` serves, less those that cross it."""
    middles = sorted(word.middle for word in crossing)
    lefts, rights = [0] * (len(middles) + 1), [0] * (len(middles) + 1)
    for middle, right, left in edges:
        zone = bisect_right(middles, middle)
        lefts[zone] += right <= x
        rights[zone] += left >= x
    served = [sum(both) for both in zip(lefts, rights, strict=True) if min(both) >= _ROWS]
    return sum(served) - 2 * len(crossing) if served else 0


def _hanging(words: Sequence[Word], gutter: float) -> set[int]:
    """Return the ids of words that cross the gutter, being too long for the column on its left.

    The row goes on where the rows of the right column begin, or has no other word.
    """
    found = rows(words)
    height = median(word.height for word in words)
    right = [[word for word in row if word.left >= gutter] for row in found]
    edges = Counter(round(row[0].left / height, 1) for row in right if row)
    margins = Counter(round(row[0].left / height, 1) for row in found if row[0].left < gutter)
    if not edges or not margins:
        return set()
    edge, margin = edges.most_common(1)[0][0], margins.most_common(1)[0][0]
    hanging = set[int]()
    for row, beyond in zip(found, right, strict=True):
        crossing = [word for word in row if word.left < gutter < word.right]
        alone = len(row) == 1 and crossing and crossing[0].height < 1.2 * height
        if len(crossing) == 1 and (
            (beyond and abs(beyond[0].left / height - edge) < _GUTTER)
            or (alone and abs(crossing[0].left / height - margin) < _NARROWEST / 2)
        ):
            hanging.add(id(crossing[0]))
    return hanging


def _bands(words: Sequence[Word], gutter: float, hanging: Container[int]) -> Iterator[list[Word]]:
    """Yield, from top to bottom, rows that cross the gutter and what stands between them."""
    crossing = sorted(
        (word for word in words if word.left < gutter < word.right and id(word) not in hanging),
        key=lambda word: word.middle,
    )
    middles = [word.middle for word in crossing]
    bands: dict[tuple[float, bool], list[Word]] = {}
    for word in words:
        at = bisect_right(middles, word.middle)
        near = [one for one in crossing[max(0, at - 1) : at + 1] if _same_row(one, word)]
        key = (near[0].middle, True) if near else (middles[at - 1] if at else -1e9, False)
        bands.setdefault(key, []).append(word)
    for key in sorted(bands, key=lambda key: (key[0], not key[1])):
        yield bands[key]


def _same_row(one: Word, other: Word) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.5 * min(one.height, other.height)


def rows(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words of each row of a page or a column, from top to bottom, left to right."""
    found: list[list[Word]] = []
    tallest: list[Word] = []
    for word in sorted(words, key=lambda word: (word.middle, word.left)):
        # raised words come first: the row they belong to is among the last few
        near = (at for at in range(len(found) - 1, max(-1, len(found) - 4), -1))
        at = next((at for at in near if _same_row(tallest[at], word)), None)
        if at is None:
            found.append([word])
            tallest.append(word)
        else:
            found[at].append(word)
            tallest[at] = max(tallest[at], word, key=lambda one: one.height)
    return [sorted(row, key=lambda word: word.left) for row in found]


def line(row: Sequence[Word], indent: float = 0) -> str:
    """Return a row as text, indented by `indent`, in heights of a line; half of one is a blank."""
    tallest = max(row, key=lambda word: word.height)
    pieces = list[str]()
    for before, word in zip([None, *row], row, strict=False):
        if before and (word.spaced or word.left - before.right > 0.1 * tallest.height):
            pieces.append(" ")
        pieces.append(f"{RAISED}{word.text}{LOWERED}" if _is_raised(word, tallest) else word.text)
    return " " * min(40, round(2 * indent)) + joined(pieces)


def _lines(words: Sequence[Word]) -> list[str]:
    """Return the lines of words in one column."""
    margin = min((word.left for word in words), default=0.0)
    height = median([word.height for word in words] or [0.0]) or 1.0
    found = rows(words)
    texts = list[str]()
    for row, parted in zip(found, _parted(found), strict=True):
        texts += [""] if parted else []
        texts.append(line(row, (row[0].left - margin) / height))
    return texts


def _parted(found: Sequence[Sequence[Word]]) -> Iterator[bool]:
    """Yield, for each row, whether it stands further below the one before than rows mostly do.

    It is compared with rows as tall, or with all where these are few, by the distance in heights
    that three quarters of them have at least.
    """
    bases = [max(row, key=lambda word: word.height) for row in found]
    spaces = [
        (round(below.height), (below.bottom - above.bottom) / (below.height or 1))
        for above, below in pairwise(bases)
    ]
    by_height: dict[int, list[float]] = {}
    for height, space in spaces:
        by_height.setdefault(height, []).append(space)
    everything = sorted(space for _, space in spaces)
    usual = {
        height: _quarter(sorted(each) if len(each) > _ROWS else everything)
        for height, each in by_height.items()
    }
    yield from (False for _ in found[:1])
    yield from (space > _PARTED * usual[height] for height, space in spaces)


def _quarter(values: Sequence[float]) -> float:
    return values[len(values) // 4]


def _is_raised(word: Word, base: Word) -> bool:
    return word.height < 0.85 * base.height and word.middle < base.middle - 0.1 * base.height
