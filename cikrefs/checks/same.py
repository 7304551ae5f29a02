"""Is the record the printed work at all? Decided once, before any field is named.

The wrong DOI of another paper disagrees in everything, and eight findings would hide the one that
matters. So title, first author, year, journal, volume and page are weighed together: the same
title needs one more field that agrees; a title that differs needs the first author and two
locators, or nearly all locators, since misprints come singly. The thresholds are set so that a
sequel by the same authors in the same journal is another work, and a work with one misprint is not.
"""

from __future__ import annotations

from collections.abc import Mapping

from cikrefs.checks.agreement import Agreement
from cikrefs.checks.authors import first_agrees
from cikrefs.checks.words import similarity
from cikrefs.models import Record, Reference

__all__ = ["same_work", "title_likeness", "verified"]

_LOCATORS = ("issued", "container_title", "volume", "page")


def same_work(reference: Reference, record: Record, agreements: Mapping[str, Agreement]) -> bool:
    """Whether `record` is the work that `reference` prints; `agreements` holds every field's.

    If nothing can be compared, nothing speaks against it.
    """
    title = agreements["title"].agrees
    first = first_agrees(reference.author or reference.editor, record.author or record.editor)
    located = [agreements[field].agrees for field in _LOCATORS]
    agreeing, differing = located.count(True), located.count(False)
    if title is None and first is None:
        return agreeing >= differing
    if title is True:
        return first is True or agreeing >= 2 or (first is None and differing == 0)
    likeness = title_likeness(reference, record)
    if first is True:
        if title is None:
            return agreeing >= min(2, agreeing + differing)
        if likeness >= 0.8 and differing == 0:
            return True
        return agreeing >= 2 and (likeness >= 0.5 or agreeing > differing)
    return agreeing >= 3 or (likeness >= 0.8 and agreeing >= 2)


def title_likeness(reference: Reference, record: Record) -> float:
    """Return how similar the printed title and the most similar registered one are, 0.0 to 1.0."""
    return max((similarity(reference.title, title) for title in record.title), default=0.0)


def verified(reference: Reference, record: Record, agreements: Mapping[str, Agreement]) -> bool:
    """Whether `record` is beyond doubt the printed work, so that its DOI may be suggested.

    After Crossref's search-based matching with validation
    (https://www.crossref.org/blog/reference-matching-for-real-this-time/): the title must agree, or
    nearly so with the first author and three locators agreeing; the first author must not differ,
    and of year, journal, volume and page at most one may.
    """
    if record.is_bare:
        return False
    first = first_agrees(reference.author or reference.editor, record.author or record.editor)
    located = [agreements[field].agrees for field in _LOCATORS]
    agreeing, differing = located.count(True), located.count(False)
    if first is False or differing > 1:
        return False
    if agreements["title"].agrees:
        return agreeing >= 2 or (agreeing == 1 and first is True and differing == 0)
    likeness = title_likeness(reference, record)
    return first is True and likeness >= 0.8 and agreeing >= 3
