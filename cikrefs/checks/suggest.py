"""The right DOI for a reference that has a wrong one, a dead one or none.

Two ways lead to candidates: DOIs one slip of the pen away from the printed one, asked for in one
batch, and a bibliographic search. A candidate is never an answer: it is suggested only if its
record is verified as the printed work. Between several, the one with the most agreeing fields
wins; a tie between different works suggests nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise

from cikrefs.bugs import guarded
from cikrefs.checks.compare import agreements_of
from cikrefs.checks.same import verified
from cikrefs.dois import is_doi
from cikrefs.errors import Unavailable
from cikrefs.models import Record, Reference
from cikrefs.registry import Registry

__all__ = ["NEIGHBOURS", "Sought", "best_match", "neighbours", "query", "seek"]

NEIGHBOURS = 50
"""How many neighbours of a DOI are asked for: what one batch request to Crossref holds."""

_SUFFIX = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|summary|meta)|\.(?:full|abstract|pdf|html?|short|long)|v\d)+$",
    re.IGNORECASE,
)
_CONFUSED = {
    "0": "o6",
    "o": "0",
    "1": "l7i",
    "l": "1i",
    "i": "1l",
    "5": "6s",
    "6": "50",
    "8": "3",
    "3": "8",
    "7": "1",
}


@dataclass(frozen=True, slots=True)
class Sought:
    """What looking for a reference's DOI gave: the verified record, all hits, or why none came."""

    record: Record | None = None
    hits: tuple[Record, ...] = ()
    unavailable: str | None = None


def known_neighbours(dois: Iterable[str], registry: Registry) -> dict[str, Record]:
    """Return the records, by DOI, of those neighbours of `dois` that Crossref holds."""
    guessed = list(dict.fromkeys(near for doi in dois if is_doi(doi) for near in neighbours(doi)))
    try:
        return guarded("asking", partial(registry.known, guessed)) if guessed else {}
    except Unavailable:
        return {}  # a search may still find what a guess could not


def seek(reference: Reference, known: Mapping[str, Record], registry: Registry) -> Sought:
    """Return what looking for the DOI of `reference` gave; `known` are records of neighbours."""
    guesses = neighbours(reference.DOI) if is_doi(reference.DOI) else ()
    near = best_match(reference, (known[doi] for doi in guesses if doi in known))
    if near is not None:
        return Sought(near)
    try:
        hits = registry.search(query(reference))
    except Unavailable as error:
        return Sought(unavailable=str(error))
    return Sought(best_match(reference, hits), tuple(hits))


def best_match(reference: Reference, candidates: Iterable[Record]) -> Record | None:
    """Return the candidate that is verified as the printed work; None if none or two equals are."""
    scored: dict[str, tuple[int, Record]] = {}
    for record in candidates:
        found = agreements_of(reference, record)
        if verified(reference, record, found):
            score = sum(1 if a.agrees else -1 for a in found.values() if a.agrees is not None)
            scored[record.DOI.lower()] = (score, record)
    ranked = sorted(scored.values(), key=lambda pair: pair[0], reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0]):
        return None
    return ranked[0][1]


def query(reference: Reference) -> str:
    """Return what to search for: title, first author, journal and year, as Crossref advises."""
    first = next(iter(reference.author or reference.editor), None)
    parts = (
        reference.title,
        (first.family or first.literal) if first else "",
        reference.container_title,
        str(reference.issued.year) if reference.issued else "",
    )
    return " ".join(part for part in parts if part)


def neighbours(doi: str) -> Iterator[str]:
    """Yield at most NEIGHBOURS well-formed DOIs one slip away from `doi`, the likeliest first."""
    registrant, slash, name = doi.lower().partition("/")
    seen = {doi.lower()}
    slips = (f"{registrant}{slash}{slip}" for slip in _slips(name))
    fresh = (slip for slip in slips if not (slip in seen or seen.add(slip)))  # type: ignore[func-returns-value]  # set.add returns None
    yield from islice((slip for slip in fresh if is_doi(slip) and "," not in slip), NEIGHBOURS)


def _slips(name: str) -> Iterator[str]:
    """Yield names one slip away: tail glued on, pair swapped, wrong letter doubled, digit off."""
    yield _SUFFIX.sub("", name)
    yield name[:-1]
    pairs = [(i, one, other) for i, (one, other) in enumerate(pairwise(name)) if one != other]
    for i, one, other in pairs:
        yield f"{name[:i]}{other}{one}{name[i + 2 :]}"
    for i, one, other in pairs:
        if one.isalpha() and other.isalpha():
            yield f"{name[:i]}{one}{one}{name[i + 2 :]}"
            yield f"{name[:i]}{other}{other}{name[i + 2 :]}"
    for i, char in enumerate(name):
        for confused in _CONFUSED.get(char, ""):
            yield f"{name[:i]}{confused}{name[i + 1 :]}"
    for i, char in enumerate(name):
        if name[i + 1 : i + 2] == char:
            yield name[:i] + name[i + 1 :]
        elif char.isdigit():
            yield name[:i] + char + name[i:]
