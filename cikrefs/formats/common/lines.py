"""Places in a text: what readers of all formats do before and while they read.

A text arrives with a byte order mark or without, with any line ends; readers see neither. Columns
count characters, not bytes, since that is what editors show.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import lru_cache

_SPACE = re.compile(r"[ \t\n\r\f\v]+")


def clean(text: str) -> str:
    """Return `text` without byte order mark and with a line feed alone at each line's end."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def one_line(text: str) -> str:
    """Return `text` with every run of ASCII white space as one blank and none at its ends.

    Non-breaking and other typographic spaces are content and stay.
    """
    if text.isprintable() and "  " not in text:  # as most are, and no pattern needed
        return text.strip(" ")
    return _SPACE.sub(" ", text).strip(" ")


class Lines:
    """Turns offsets in a text into lines and columns."""

    def __init__(self, text: str) -> None:
        self._starts = array("Q", [0])
        self._starts.extend(map(re.Match.end, re.finditer("\n", text)))

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column of `offset`, both 1-based."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class Places(Mapping[str, tuple[int, int]]):
    """The (line, column) of each field of an entry, kept as a layout that similar entries share.

    In a large file most entries are laid out alike; else their places would take as much memory as
    all they say.
    """

    __slots__ = ("_layout", "_line")

    def __init__(self, line: int, places: Mapping[str, tuple[int, int]]) -> None:
        self._line = line
        self._layout = _layout(
            tuple([(name, at - line, col) for name, (at, col) in places.items()])
        )

    def __getitem__(self, name: str) -> tuple[int, int]:
        below, column = self._layout[name]
        return self._line + below, column

    def __iter__(self) -> Iterator[str]:
        return iter(self._layout)

    def __len__(self) -> int:
        return len(self._layout)

    def __repr__(self) -> str:
        return repr(dict(self))


@lru_cache(maxsize=4096)
def _layout(places: tuple[tuple[str, int, int], ...]) -> Mapping[str, tuple[int, int]]:
    return {name: (below, column) for name, below, column in places}
