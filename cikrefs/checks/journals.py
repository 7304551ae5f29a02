"""Is a printed journal the registered one? Abbreviations are matched word by word.

Most publishers deposit no abbreviation, and those deposited are often the full title again, so a
print's "Signal Transduct Target Ther" has to be recognised in "Signal Transduction and Targeted
Therapy". A word abbreviates another if it starts it or is a contraction of it ("Dtsch" for
"Deutsche", "Natl" for "National": ISO 4 abbreviates by truncation and by contraction), words that
ISO 4 leaves out ("of", "the", "and", "Section") may be missing, and order is kept. Both directions
count, as either side may be the abbreviation.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from cikrefs.checks.words import words

__all__ = ["same_journal"]

_OMITTED = frozenset(
    "a an and at by for from in of on or part pt sect section ser series the to und der die das des"
    " fur et de la le les du del dell della di il el los las".split()
)
_CONJUNCTIONS = frozenset("e i y".split())
_HEAD = re.compile(r"^[A-Z]{2,6} ?[-–—:] ")
_TAIL = re.compile(r" ?(?:\([^()]*\)|\[[^\[\]]*\])$| ?[:=/] .*$")
_COUNTRY_TAILS = tuple(
    tuple(tail.split()) for tail in ("u s a", "usa", "u k", "of the united states of america")
)


def same_journal(one: str, other: str) -> bool:
    """Whether two names, each full or abbreviated, can be the same journal's."""
    return any(_abbreviates(a, b) or _abbreviates(b, a) for a in _forms(one) for b in _forms(other))


@lru_cache(maxsize=16384)
def _forms(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the words of a journal's name: whole, and without acronym, place or subtitle."""
    name = " ".join(name.split())
    whole = words(name)
    forms = {whole, words(_TAIL.sub("", name)), words(_HEAD.sub("", name))}
    forms |= {whole[: -len(tail)] for tail in _COUNTRY_TAILS if whole[-len(tail) :] == tail}
    forms |= {tuple(word for word in form if word not in _CONJUNCTIONS) for form in forms}
    return tuple(form for form in forms if form)


@lru_cache(maxsize=65536)
def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether `short` is `full` with words abbreviated or, where ISO 4 does so, left out."""
    if "".join(short) == "".join(full):
        return True
    if len(short) == 1 < len(full):
        return _is_acronym(*short, full)
    shorts, fulls = ((form, _telling(form)) for form in (short, full))
    return any(
        len(one) == len(other) > 0 and all(map(_abbreviates_word, one, other))
        for one, other in product(shorts, fulls)
    )


def _telling(form: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in form if word not in _OMITTED)


def _abbreviates_word(short: str, full: str) -> bool:
    """Whether `short` is the start of `full` or a contraction of it."""
    letters = iter(full)
    return short[0] == full[0] and all(letter in letters for letter in short)


def _is_acronym(short: str, full: tuple[str, ...]) -> bool:
    initials = "".join(word[0] for word in full)
    significant = "".join(word[0] for word in _telling(full))
    return len(short) >= 2 and short in (initials, significant)
