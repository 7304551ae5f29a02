"""Two references: are they the same work? By an identifier they share, or by all that they print.

No registry says which is right, so both stand on the same footing, and a mistake costs somebody a
reference: beyond what verifies a search hit (see `same`), nothing may speak against it, but for a
letter or a digit. A preprint is not the paper that came of it, a part not the next part, an
erratum not its article, an edition not another; the same title in another year is another work. Two
identifiers of one kind that differ settle it; one that is shared settles it too, unless the rest is
plainly another work's, as where somebody pasted the wrong DOI.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz.distance import OSA

from cikrefs.carried import identifiers_of
from cikrefs.checks.authors import first_agrees, overlap
from cikrefs.checks.compare import COMPARISONS, is_preprint
from cikrefs.checks.same import Evidence, Title, evidence, is_distinctive, is_same, is_verified
from cikrefs.checks.words import fold, squeeze, words
from cikrefs.identifiers import ARXIV_DOI, KINDS
from cikrefs.models import Record, Reference

__all__ = ["as_record", "contradict", "identifiers", "same_work"]

LIKENESS = "all that both print"
"""What `same_work` returns where no identifier is shared."""

MOST_PEOPLE = 0.75
"""So many of the fewer authors must be on the other side."""
SHORT = 12
"""In a title of no more letters, one letter may make another word of it."""
LONG = 60
"""In a title of more letters, two may be wrong."""

_NUMERAL = re.compile(r"\d+|[ivx]+|[bc]")
_ORDINALS = tuple("first second third fourth fifth sixth seventh eighth ninth tenth".split())
_WHO = "author"
_ANOTHER = frozenset(
    "addendum authors author comment commentary comments corrected correction corrections"
    " corrigenda corrigendum discussion editorial errata erratum index letter part preface"
    " protocol publisher rejoinder reply response retracted retraction review summary supplement"
    " supplementary appendix volume vol withdrawn withdrawal abstract abstracts chapter".split()
)
"""Words that only one of two titles has where it is another work about, or beside, the other."""
_BOOKS = frozenset("book classic collection periodical report standard thesis".split())
_MADE = frozenset("dataset figure graphic motion_picture software song speech".split())
"""Types of what goes with a paper under the same title."""


def as_record(reference: Reference) -> Record:
    """Return a reference as a record, so that another one can be compared with it."""
    names = (reference.container_title, reference.container_title_short)
    page = reference.page or reference.number
    return Record(
        DOI=reference.DOI,
        agency="",
        type="article" if is_preprint(reference) else reference.type,
        title=(reference.title,) if reference.title else (),
        author=reference.author,
        editor=reference.editor,
        container_title=tuple(dict.fromkeys(name for name in names if name)),
        volume=reference.volume,
        issue=reference.issue,
        page=(page,) if page else (),
        issued=(reference.issued,) if reference.issued else (),
        publisher=reference.publisher,
    )


def identifiers(reference: Reference) -> dict[str, str]:
    """Return the identifiers of a reference by what people call them, equal ones as equal strings.

    An ISBN counts for whole books only, since chapters print that of their book, and an arXiv
    number for preprints only, since that of a paper says where its preprint is. It has no version.
    """
    is_whole = reference.type in _BOOKS and not reference.container_title
    counts = {"isbn": is_whole, "arxiv": is_preprint(reference)}
    found: dict[str, str] = {}
    for one in identifiers_of(reference):
        if counts.get(one.kind, True) and not one.wrong:
            found.setdefault(one.name, one.key)
        if one.kind == "doi" and one.key.startswith(ARXIV_DOI):
            found.setdefault(KINDS["arxiv"].name, re.sub(r"v\d+$", "", one.key))
    return found


def contradict(one: dict[str, str], other: dict[str, str]) -> bool:
    """Whether two works have different identifiers of one kind; a book has several ISBNs."""
    return any(one[kind] != other[kind] for kind in one.keys() & other.keys() - {"ISBN"})


def same_work(one: Reference, other: Reference) -> str:
    """Return why two references are the same work: a shared identifier, or LIKENESS; else ""."""
    mine, theirs = identifiers(one), identifiers(other)
    if contradict(mine, theirs):
        return ""
    shared = [kind for kind in mine if mine[kind] == theirs.get(kind)]
    if shared and (_says_nothing(one) or _says_nothing(other)):
        return shared[0]
    if _is_titled_apart(one, other):
        return ""
    record = as_record(other)
    agreements = {row.field: row.compare(one, record) for row in COMPARISONS if row.field != _WHO}
    found = evidence(one, record, agreements)
    if shared:
        return shared[0] if is_same(found) else ""
    if _is_of_another_kind(one, other):
        return ""
    agrees = {field: agreement.agrees for field, agreement in agreements.items()}
    return LIKENESS if _is_beyond_doubt(one, other, found, agrees) else ""


def _says_nothing(reference: Reference) -> bool:
    """Whether a reference is nothing but its identifier."""
    return not (reference.title or reference.author or reference.container_title)


def _is_of_another_kind(one: Reference, other: Reference) -> bool:
    """Whether one is a preprint, another edition, a book or a data set, and the other is not."""
    if is_preprint(one) is not is_preprint(other) or _edition(one) != _edition(other):
        return True
    kinds = {one.type, other.type}
    return len(kinds) > 1 and bool(kinds & _MADE or (kinds & _BOOKS and "document" not in kinds))


def _is_titled_apart(one: Reference, other: Reference) -> bool:
    """Whether the titles name two works, such as a part and the next, however alike they are."""
    if not one.title or not other.title:
        return False
    mine, theirs = words(one.title), words(other.title)
    if _adds(mine, theirs) or _adds(theirs, mine):
        return True
    return _numerals(mine) != _numerals(theirs) and not _is_cut(mine, theirs)


def _is_cut(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether one of two titles begins as the other does, and ends earlier."""
    fewer, more = sorted((mine, theirs), key=len)
    return len(fewer) < len(more) and more[: len(fewer)] == fewer


def _adds(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether a title has a word that makes it another, and that no word of the other may be."""
    added = _ANOTHER.intersection(mine).difference(theirs)
    return any(all(OSA.distance(word, its) > 1 for its in theirs) for word in added)


def _edition(reference: Reference) -> str:
    """Return which edition it is, "" for the first."""
    text = re.sub(r"\b(?:ed|edn|edition|rev|revised)\b", "", fold(reference.edition))
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\W+", "", text)
    number = str(_ORDINALS.index(text) + 1) if text in _ORDINALS else text
    return "" if number == "1" else number


@lru_cache(maxsize=65536)
def _numerals(title: tuple[str, ...]) -> Counter[str]:
    """Return what counts parts in a title: numbers, Roman numerals, letters."""
    return Counter(word for word in title if _NUMERAL.fullmatch(word))


def _is_beyond_doubt(
    one: Reference, other: Reference, found: Evidence, agrees: Mapping[str, bool | None]
) -> bool:
    """Whether two references without a shared identifier can only be the same work."""
    page, volume, journal = agrees["page"], found.volume, found.journal
    elsewhere = (
        _years_differ(one, other)
        or found.people is False
        or (journal is False and not (volume and page))
        or (page is False and not (volume and journal and _one_digit_off(one, other)))
        or (False in (volume, agrees["issue"]) and not (page and found.people))
        or (page is not True and _numerals(words(one.title)) != _numerals(words(other.title)))
    )
    if elsewhere:
        return False
    places = [found.year, journal, volume, page].count(True)
    if page and places >= 3 and found.people is not None:
        return is_verified(found) or _is_misspelt(one, other)
    if found.people is None:
        return _is_titled_alike(one, other, found, places)
    if found.title is Title.SAME and is_verified(found) and _people_agree(one, other):
        is_book = one.type in _BOOKS and places > 0
        return places >= 2 or is_book or (is_distinctive(one.title) and found.differing == 0)
    houses = [words(side.publisher) for side in (one, other) if side.publisher]
    same_place = bool(found.year) and journal is not False and houses[:1] == houses[1:]
    return same_place and _is_misspelt(one, other) and _people_agree(one, other)


def _is_titled_alike(one: Reference, other: Reference, found: Evidence, places: int) -> bool:
    """Whether two works without people are the same by their titles and all their locators."""
    if found.differing:
        return False
    if places >= 3 and found.page:
        return found.title in (Title.SAME, Title.GENERIC) or _is_misspelt(one, other)
    is_whole = found.title is Title.SAME and squeeze(one.title) == squeeze(other.title)
    in_book = one.type == other.type == "chapter" or found.page is True
    return is_whole and is_distinctive(one.title) and in_book and places >= 2


def _years_differ(one: Reference, other: Reference) -> bool:
    return bool(one.issued and other.issued and one.issued.year != other.issued.year)


def _people_agree(one: Reference, other: Reference) -> bool:
    """Whether the first authors are the same, and so are most of the others, or the groups."""
    mine, theirs = one.author or one.editor, other.author or other.editor
    if any(name.literal for name in (*mine[:1], *theirs[:1])):
        return squeeze(str(mine[0])) == squeeze(str(theirs[0]))
    return bool(first_agrees(mine, theirs)) and overlap(mine, theirs) >= MOST_PEOPLE


def _is_misspelt(one: Reference, other: Reference) -> bool:
    """Whether two titles are the same but for a letter, or for two in a long one."""
    mine, theirs = squeeze(one.title), squeeze(other.title)
    slips = 2 if len(mine) > LONG else 1
    return min(len(mine), len(theirs)) > SHORT and OSA.distance(mine, theirs) <= slips


def _one_digit_off(one: Reference, other: Reference) -> bool:
    mine, theirs = (re.sub(r"\W.*", "", side.page or side.number) for side in (one, other))
    return len(mine) > 1 and OSA.distance(mine, theirs) <= 1
