"""Names as databases write them: "van Raaij, Mark J Jr", "Smith, JA", "Smith JA", "J. A. Smith".

There, initials have no stops, and citation processors would print them as one; here they are
"J. A.", as everywhere in cikrefs.
"""

from __future__ import annotations

import re
from itertools import pairwise

from cikrefs.models import Name
from cikrefs.names import initials, is_particle

_SUFFIX = re.compile(r"(.*\S),? (Jr|Sr|II|III|IV|1st|2nd|3rd|[4-9]th)\.?")
_CAPITALS = re.compile(r"[^\W\d_a-z]{1,4}(?:-[^\W\d_a-z]{1,2})?")

_STATES = frozenset(("U.S.", "U.S.A.", "U.K.", "U.N.", "E.U."))


def inverted(text: str) -> Name:
    """Return the name in "Family, Given Suffix"; without a comma or a family it is a group's."""
    family, comma, given = (part.strip() for part in text.partition(","))
    given = given.strip(" ,")
    if not comma or not family:
        return Name(literal=text)
    if "," in given:
        given, _, suffix = (part.strip() for part in given.rpartition(","))
        return Name(family, initials(given), suffix)
    found = _SUFFIX.fullmatch(given)
    return Name(family, initials(found[1]), found[2]) if found else Name(family, initials(given))


def abbreviated(text: str) -> Name:
    """Return the name in "Family AB Suffix"; without initials it is a group's."""
    found = _SUFFIX.fullmatch(text)
    family, _, given = (found[1] if found else text).rpartition(" ")
    if not family or not _CAPITALS.fullmatch(given):
        return Name(literal=text)
    return Name(family, initials(given), found[2] if found else "")


def natural(text: str) -> Name | None:
    """Return the name in "A. B. Family", None for anything else.

    Two capitalised words, apart from particles, are no family name: the second may be "Foundation".
    """
    from cikrefs.printed.shapes import SHAPES, name

    found = SHAPES["A. B. Family"].pattern.fullmatch(text)
    if found is None or text.partition(" ")[0] in _STATES:
        return None
    words = found["family"].split()
    is_plain = all(
        one[0].islower() or next_[0].islower() or is_particle(one) for one, next_ in pairwise(words)
    )
    return name(found) if is_plain else None
