"""Names on the ground floor: letters, initials, particles, told the same way everywhere.

A given name is kept as "I. G. H." inside, whatever print or a database did, since citation
processors print "IGH" as one initial. What stands here is knowledge about names alone; how a whole
name is told in a text is the business of whoever reads that text. Nothing heavy is compiled.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

__all__ = ["LOWER", "PARTICLE", "UPPER", "abbreviated", "initials", "is_particle"]

_BLOCKS = ((0x41, 0x250), (0x370, 0x530), (0x1E00, 0x1F00))
_LETTERS = [chr(code) for block in _BLOCKS for code in range(*block) if chr(code).isalpha()]
UPPER = "".join(char for char in _LETTERS if char.isupper())
"""Capitals of the alphabets names are printed in, for use inside a character class."""
LOWER = "".join(char for char in _LETTERS if not char.isupper())
"""Their small letters, for use inside a character class."""

PARTICLE = (
    r"(?:[Vv]an(?: [Dd]e[nr]?| 't| ’t)?|[Vv]on(?: [Dd]e[mnr])?|[Dd]e(?: [Ll]as?| [Ll]os)?"
    r"|[Dd]e[lnr]"
    r"|[Dd]ell[aeo]|[Dd]all[ae]|[Dd]i|[Dd][ao]s?|[Dd]u|[Dd]es|[Dd]egli|[Ll]a|[Ll]e|[Ll]os|[Ee]l"
    r"|[Aa]l|[Tt]e[nr]?"
    r"|[Zz]u[mr]?|[Aa]f|[Aa]v|[Yy]|e|i|und|[Bb]in|[Bb]en|[Ss]t\.?|[’']t|[’']s)"
)
"""The small words that belong to a family name ("van der", "de la"), as a pattern."""


def is_particle(word: str) -> bool:
    """Whether `word`, in small or capital letters, is a particle of family names."""
    return re.fullmatch(PARTICLE, word.lower()) is not None


@lru_cache(maxsize=10_000)
def initials(given: str) -> str:
    """Return given names with initials as "I. G. H." and "Y.-O."; names spelt out stay so."""
    bare, close = _initials()
    given = close.sub(". ", bare.sub(r"\1. ", given))
    return _HYPHEN.sub(r"\1", " ".join(given.split()))


_HYPHEN = re.compile(r" ?([-‐‑–]) ?")


@cache
def _initials() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds an initial without its stop, and a stop with the next initial behind it."""
    return (
        re.compile(rf"(?<![{LOWER}'’])([{UPPER}])(?=[-‐‑– {UPPER}]|$)(?![{UPPER}]?[{LOWER}])"),
        re.compile(rf"\.(?=[{UPPER}])"),
    )


def abbreviated(given: str) -> str:
    """Return given names by their initials alone: "Ingo G. H." and "Ingo" give "I. G. H.", "I."."""
    parts = (re.findall(r"(?:^|[-‐‑–.])[^\w-]*+([^\W\d_]?)", part) for part in given.split())
    letters = ("-".join(f"{letter.upper()}." for letter in part if letter) for part in parts)
    return " ".join(part for part in letters if part)
