"""Is the record the printed work at all? Decided once, before any field is named.

The wrong DOI of another paper disagrees in everything, and eight findings would hide the one that
matters. So the title, the people and the locators (year, journal, volume, page) are weighed
together, in one truth table. Journal, year and volume are what neighbours share: alone they make
no two works the same. An identical title is never another work on its authors alone; a title with
one slip is the same work where the people and the locators say so; a title that is another needs
the people and the page. The thresholds are set so that a sequel by the same authors in the same
journal is another work, and a work with one misprint is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz.distance import Indel, Levenshtein

from cikrefs.checks.agreement import Agreement
from cikrefs.checks.authors import first_agrees, overlap
from cikrefs.checks.words import likeness, squeeze, telling, title_forms, whole
from cikrefs.models import Record, Reference

__all__ = [
    "SAME_WORK",
    "VERIFIED",
    "Evidence",
    "Title",
    "evidence",
    "is_distinctive",
    "is_same",
    "is_telling",
    "is_verified",
    "likeness_of",
    "same_title",
]

LOCATORS = ("issued", "container_title", "volume", "page")
NEAR = 0.8
"""From this likeness on a title that differs is the printed one with a slip."""
LIKE = 0.5
"""From this likeness on two titles may be one that was changed or badly cut."""
SPELLING = 0.9
"""From this share of letters on two titles differ in their spelling, not in their words."""
CUT = 0.5
"""This share of a title's words must be left for the rest to be a cut title."""
DISTINCTIVE = 5
"""A title of so many telling words belongs, as a rule, to one work. Among 4,300 registered articles
and papers, 40 pairs by other people share a title of one to four such words, and two a longer one:
a retraction and its article, two reviews of a manuscript."""
WORD = 3
"""Letters of a word that counts for that; "Quiz case 1" has two."""
GENERIC = 2
"""A title of no more telling words ("Editorial", "Book reviews") names no work by itself."""
FEW = 3
"""In a title of so many telling words, one word may be the slip."""
SHARED = 0.5
"""Where so many of the fewer authors are on the other side too, the people are the same."""

_STARTS_AT_ONE = re.compile(r"(?:pp?\.? ?)?1\b")


class Title(Enum):
    """How the printed title stands to the registered ones.

    GENERIC is the same, but one of many, such as Editorial; UNKNOWN, that either side has none.
    """

    SAME = auto()
    GENERIC = auto()
    NEAR = auto()
    LIKE = auto()
    OTHER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a record has in common with a print: title, people, and each locator.

    True is "agrees", False "differs", None "either side says nothing".
    """

    title: Title
    people: bool | None
    year: bool | None
    journal: bool | None
    volume: bool | None
    page: bool | None

    @property
    def agreeing(self) -> int:
        """How many locators agree."""
        return (self.year, self.journal, self.volume, self.page).count(True)

    @property
    def differing(self) -> int:
        """How many locators differ."""
        return (self.year, self.journal, self.volume, self.page).count(False)


def evidence(reference: Reference, record: Record, agreements: Mapping[str, Agreement]) -> Evidence:
    """Return what `record` has in common with `reference`; `agreements` holds every field's."""
    year, journal, volume, page = (agreements[field].agrees for field in LOCATORS)
    title = _title(reference, record, agreements["title"].agrees)
    if page and _STARTS_AT_ONE.match(reference.page or reference.number):
        page = None  # every paper of some proceedings starts there
    return Evidence(title, _people(reference, record), year, journal, volume, page)


def _title(reference: Reference, record: Record, agrees: bool | None) -> Title:
    if agrees is None:
        return Title.UNKNOWN
    if agrees:
        return Title.SAME if len(telling(reference.title)) > GENERIC else Title.GENERIC
    if any(_is_slip(reference.title, title) for title in record.title):
        return Title.NEAR
    return Title.LIKE if likeness_of(reference, record) >= LIKE else Title.OTHER


def _is_slip(printed: str, registered: str) -> bool:
    """Whether one title is the other with a word swapped, cut in the middle, or misspelt."""
    mine, theirs = telling(printed), telling(registered)
    fewer, more = sorted((mine, theirs), key=len)
    return len(fewer) >= FEW and (
        (more[: len(fewer)] == fewer and len(fewer) >= CUT * len(more))
        or (len(fewer) == len(more) and Levenshtein.distance(mine, theirs) == 1)
        or likeness(printed, registered) >= NEAR
        or Indel.normalized_similarity(squeeze(printed), squeeze(registered)) >= SPELLING
    )


def _people(reference: Reference, record: Record) -> bool | None:
    """Whether the people are the same: the first, or most of them in whatever order."""
    printed, registered = (side.author or side.editor for side in (reference, record))
    first = first_agrees(printed, registered)
    if first is False and len(printed) > 1 and overlap(printed, registered) >= SHARED:
        return True
    return first


Rule = Callable[[Evidence], bool]

SAME_WORK: Mapping[tuple[Title, bool | None], Rule] = {
    (Title.SAME, True): lambda _: True,
    (Title.SAME, None): lambda _: True,
    (Title.SAME, False): lambda e: e.agreeing >= 1 or e.differing < 2,
    (Title.GENERIC, True): lambda e: e.agreeing >= min(2, e.agreeing + e.differing),
    (Title.GENERIC, None): lambda e: e.agreeing >= e.differing and e.page is not False,
    (Title.GENERIC, False): lambda e: e.page is True and e.agreeing >= 3,
    (Title.NEAR, True): lambda e: (
        e.page is True or (e.page is None and (e.differing == 0 or e.agreeing >= 2))
    ),
    (Title.NEAR, None): lambda e: (
        (e.agreeing >= 2 and e.differing == 0) or (e.page is True and e.agreeing >= 2)
    ),
    (Title.NEAR, False): lambda e: e.page is True and e.agreeing >= 3,
    (Title.LIKE, True): lambda e: (
        e.agreeing >= 2 and (e.page is True or (e.page is None and e.differing == 0))
    ),
    (Title.LIKE, None): lambda e: e.page is True and e.agreeing >= 3,
    (Title.OTHER, True): lambda e: e.page is True and e.agreeing >= 3,
    (Title.OTHER, None): lambda e: e.page is True and e.agreeing >= 3,
    (Title.UNKNOWN, True): lambda e: e.agreeing >= min(2, e.agreeing + e.differing),
    (Title.UNKNOWN, None): lambda e: e.agreeing >= e.differing and e.page is not False,
    (Title.UNKNOWN, False): lambda e: e.page is True and e.agreeing >= 3,
}
"""The truth table: by title and people, what the locators must be for a record to be the work that
is printed with its DOI. What is not here is another work."""

VERIFIED: Mapping[tuple[Title, bool | None], Rule] = {
    (Title.SAME, True): lambda e: e.agreeing >= 1 or e.differing == 0,
    (Title.SAME, None): lambda e: e.agreeing >= 2 or (e.agreeing == 1 and e.differing == 0),
    (Title.GENERIC, True): lambda e: e.agreeing >= 2 and e.differing == 0,
    (Title.GENERIC, None): lambda e: e.page is True and e.agreeing >= 3 and e.differing == 0,
    (Title.NEAR, True): lambda e: e.page is not False and e.agreeing >= (2 if e.page else 3),
    (Title.UNKNOWN, True): lambda e: e.page is True and e.agreeing >= 3,
}
"""The same for a candidate nobody printed the DOI of, which has to be beyond doubt."""

SLIPS = 1
"""So many locators of a verified candidate may differ."""


def is_same(found: Evidence) -> bool:
    """Whether the record is the work that is printed with its DOI."""
    rule = SAME_WORK.get((found.title, found.people))
    return rule is not None and rule(found)


def is_verified(found: Evidence) -> bool:
    """Whether a candidate is beyond doubt the printed work, so that its DOI may be suggested.

    After Crossref's search-based matching with validation
    (https://www.crossref.org/blog/reference-matching-for-real-this-time/): the title must agree, or
    nearly so with the people and the locators; the people must not differ, and of the locators at
    most one may.
    """
    rule = VERIFIED.get((found.title, found.people))
    return rule is not None and found.differing <= SLIPS and rule(found)


def is_telling(found: Evidence) -> bool:
    """Whether there is enough to compare for a record to confirm a print."""
    if found.title not in (Title.UNKNOWN, Title.GENERIC):
        return True
    return found.agreeing >= (1 if found.people else 2)


def likeness_of(reference: Reference, record: Record) -> float:
    """Return how like the printed title the likest registered one is, 0.0 to 1.0."""
    return max((likeness(reference.title, title) for title in record.title), default=0.0)


def is_distinctive(title: str) -> bool:
    """Whether a title is long enough to belong, as a rule, to one work."""
    words = {word for word in telling(title) if len(word) >= WORD and not word.isdigit()}
    return len(words) >= DISTINCTIVE


def same_title(reference: Reference, record: Record) -> bool:
    """Whether the whole printed title is a whole registered one, letter for letter."""
    printed = whole(title_forms(reference.title))
    return any(printed == whole(title_forms(title)) for title in record.title)
