"""Words that tell the parts of a reference apart: in journals' names, publishers' names, groups.

The words stand in files beside this module, one a line, in small letters and without stops; they
are read once, when the first printed string is.
"""

from __future__ import annotations

from importlib.resources import files

__all__ = [
    "ABBREVIATIONS",
    "FIRST_HALVES",
    "GROUPS",
    "JOURNAL_WORDS",
    "PUBLISHERS",
    "SECOND_HALVES",
    "SMALL_WORDS",
    "entries",
]


def entries(name: str) -> list[str]:
    """Return the lines of the data file `name`, without comments ("#") and blank lines."""
    text = files("cikrefs.printed").joinpath("data", f"{name}.txt").read_text(encoding="utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return [line for line in lines if line]


ABBREVIATIONS = frozenset(entries("abbreviations"))
"""Abbreviated words of journals' names."""

JOURNAL_WORDS = ABBREVIATIONS | frozenset(entries("journal-words"))
"""Words of journals' names, abbreviated or not, and journals of one word."""

SMALL_WORDS = frozenset(entries("small-words"))
"""Words that stand in small letters inside any name."""

PUBLISHERS = frozenset(entries("publishers"))
"""Words of publishers' names."""

GROUPS = frozenset(entries("groups"))
"""Words that make a name that of a group."""

FIRST_HALVES = frozenset(entries("first-halves"))
"""First halves of words that keep their hyphen at a line's end, if nothing else decides."""

SECOND_HALVES = frozenset(entries("second-halves"))
"""Second halves of words before which a hyphen stays."""
