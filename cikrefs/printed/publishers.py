"""Publishers: who brought a book out and where, read at the end of what is printed.

"Place: Publisher" says so itself. Else a publisher is told by the words of publishers' names, or,
if nothing else can follow the title, by being a few capitalised words that are no
journal's name.
"""

from __future__ import annotations

import re

from cikrefs.models import Span
from cikrefs.names import UPPER
from cikrefs.printed import journals
from cikrefs.printed.journals import trimmed
from cikrefs.printed.words import PUBLISHERS, SMALL_WORDS

CAPITAL = rf"[{UPPER}][^\s.,:;()?!]*"
"""A word that begins with a capital, as a pattern."""
_PLACE_PUBLISHER = re.compile(
    rf"(?:[.,;(?!] ?|[)”\"] ?|^)(?P<place>{CAPITAL}(?:(?:(?:,|;| &| and|/|(?<=Oxon)\."
    rf"|(?<=[ .][{UPPER}])\.| d[aeo]s?| la|-)[ ]?(?:and |& )?|[ ](?=[{UPPER}])"
    rf"|\.(?=[{UPPER}]\.?)){CAPITAL}){{0,9}}\.?(?: \([{UPPER}][^()]{{1,20}}\))?)"
    rf"(?: ?:|;) ?(?P<publisher>[{UPPER}][^:;()“”]{{1,100}}?)[\s.,;)]*$"
)
_BREAK = re.compile(r"[.?!]['”\"’)]? |[)”\"’]\.? |\(")
_BREAK_ANY = re.compile(r"[.?!,:;]['”\"’)]? |[)”\"’]\.? |\(")


Publisher = tuple[Span, Span, int]
"""Where the publisher stands, where the place (perhaps nowhere), where both begin."""


def publisher(string: str, start: int, end: int) -> Publisher | None:
    """Read publisher and place at the end of `string[start:end]`; None if none is there."""
    start, end = trimmed(string, start, end)
    found = _PLACE_PUBLISHER.search(string, max(start, end - 200), end)
    if found and found.start() > start:
        return _bare(string, *found.span("publisher")), found.span("place"), found.start()
    cut = _publisher_start(string, start, end)
    if cut is None:
        return None
    parts = [match.span() for match in _PART.finditer(string, cut, end)]
    marked = [_has_publisher(string[slice(*part)]) for part in parts]
    first = marked.index(True) if True in marked else 0
    last = len(marked) - 1 - marked[::-1].index(True) if True in marked else 0
    who = _bare(string, parts[first][0], parts[last][1])
    where = (
        _bare(string, parts[last][1], end)
        if last < len(parts) - 1
        else _bare(string, cut, parts[first][0])
    )
    return who, where, cut


def after_place(string: str, start: int, end: int) -> tuple[Span, Span] | None:
    """Return where publisher and place stand if all of `string[start:end]` is "Place: Publisher".

    The publisher must have a word of publishers' names, or the place a state ("New York, NY").
    """
    found = _PLACE_PUBLISHER.search(string, max(0, start - 2), end)
    if not found or found.start("place") != start or string[found.end("place")] != ":":
        return None
    if not (_has_publisher(found["publisher"]) or _STATE.search(found["place"])):
        return None
    return _bare(string, *found.span("publisher")), found.span("place")


_STATE = re.compile(r", [A-Z]{2}\b")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})\. ")
_PART = re.compile(r"[^,:;()]+(?:\([^()]*\))?")


def _publisher_start(string: str, start: int, end: int) -> int | None:
    """Return where publisher and place begin: after a stop or a comma, capitalised, no journal."""
    stops = [stop.end() for stop in _BREAK.finditer(string, start, end) if end - stop.end() > 3]
    for found in _BREAK_ANY.finditer(string, start, end):
        part = _PART.match(string, found.end(), end)
        if (
            part
            and _has_publisher(_SENTENCE_END.split(part[0])[0])
            and len(string[part.start() : end].split()) < 13
            and part[0][0].isupper()
        ):
            place = max((stop for stop in stops if stop < part.start()), default=0)
            if (
                place
                and string[found.start()] == ","
                and len(string[place : found.start()].split()) < 4
            ):
                return place
            return found.end()
    if not stops or end - stops[-1] < 3:
        return None
    words = re.findall(r"[^\s,:;()]+", string[stops[-1] : end])
    named = all(journals.capitalised(word) or word.lower() in SMALL_WORDS for word in words)
    if (
        0 < len(words) < 8
        and named
        and words[0][0].isupper()
        and journals.likeness(" ".join(words)) < 0.85
    ):
        return stops[-1]
    return None


_SOCIETIES = frozenset(
    ("ACM", "IEEE", "AAAI", "SIAM", "USENIX", "ASME", "IET", "SPIE", "AMS", "ACS", "RSC")
)
"""Publishers whose names also begin journals' names."""


def _has_publisher(piece: str) -> bool:
    words = piece.split()
    if piece.strip(" .,;:()") in _SOCIETIES:
        return True
    return any(word[0].isupper() and word.strip(".,;:()&").lower() in PUBLISHERS for word in words)


def _bare(string: str, start: int, end: int) -> Span:
    while start < end and string[start] in " .,;:([":
        start += 1
    while start < end and (
        string[end - 1] in " ,;:" or (string[end - 1] in ")]" and "(" not in string[start:end])
    ):
        end -= 1
    if string[start:end].endswith(".") and not string[start:end].endswith(
        (".A.", "Inc.", "Ltd.", "Co.")
    ):
        end -= 1
    return start, max(start, end)
