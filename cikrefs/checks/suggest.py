"""The record of a reference that has no DOI, a dead one or another work's.

Two ways lead to candidates: DOIs one slip of the pen away from the printed one, asked for in
batches across the whole list, and a bibliographic search. A candidate is never an answer: it counts
only if its record is verified as the printed work. Between several, the version that is printed
goes before a preprint of it, then the one with the most agreeing fields wins; a tie between
different works suggests nothing. Looking for what a dead DOI should have been is a favour, so a
list full of them has a budget for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, pairwise

from cikrefs import identifiers
from cikrefs.bugs import guarded
from cikrefs.checks.agreement import Agreement
from cikrefs.checks.compare import agreements_of, is_preprint
from cikrefs.checks.same import Evidence, Title, evidence, is_verified, likeness_of
from cikrefs.dois import is_doi
from cikrefs.errors import Unavailable
from cikrefs.models import Record, Reference
from cikrefs.registry import Query, Registry
from cikrefs.registry.searching import Searches

__all__ = [
    "NEIGHBOURS",
    "ROWS",
    "SEARCHES",
    "Budget",
    "Candidate",
    "Sought",
    "best",
    "candidate",
    "described",
    "known_neighbours",
    "nearest",
    "neighbours",
    "seek",
]

NEIGHBOURS = 50
"""How many neighbours of a DOI are asked for: what one batch request to Crossref holds."""

GUESSES = 2500
"""How many neighbours are asked for in a list, for all its DOIs together: 50 requests."""

ROWS = 10
"""How many hits of a search are looked at."""

SEARCHES = 100
"""How many searches are made in a list for what its dead DOIs should have been."""

NO_BUDGET = "the requests for suggestions are spent"

_SUFFIX = re.compile(
    r"(?:/(?:full|abstract|pdf|epdf|summary|meta)|\.(?:full|abstract|pdf|html?|short|long)|v\d){1,9}$",
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


@dataclass(slots=True)
class Budget:
    """How many searches for suggestions are left."""

    searches: int = SEARCHES

    def spend(self) -> bool:
        """Take one search; whether there was one left."""
        self.searches -= 1
        return self.searches >= 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the printed work, and what it has in common with the print.

    `alike` says that both are preprints, or neither is.
    """

    record: Record
    alike: bool
    agreements: Mapping[str, Agreement]
    found: Evidence

    @property
    def score(self) -> tuple[bool, int]:
        """How well it fits: the version that is printed, then fields that agree less others."""
        known = [one.agrees for one in self.agreements.values() if one.agrees is not None]
        return self.alike, sum(1 if agrees else -1 for agrees in known)


@dataclass(frozen=True, slots=True)
class Sought:
    """What looking for a reference gave: all candidates, or why there are none.

    `spent` says that nothing was looked for.
    """

    candidates: tuple[Candidate, ...] = ()
    unavailable: str | None = None
    spent: bool = False


def candidate(reference: Reference, record: Record) -> Candidate:
    """Return `record` with what it has in common with `reference`."""
    agreements = agreements_of(reference, record)
    alike = is_preprint(record) is is_preprint(reference)
    return Candidate(record, alike, agreements, evidence(reference, record, agreements))


def known_neighbours(dois: Sequence[str], registry: Registry) -> dict[str, Record]:
    """Return the records, by DOI, of those neighbours of `dois` that Crossref holds.

    The more DOIs there are, the fewer of each one's neighbours are asked for.
    """
    printed = [doi for doi in dois if is_doi(doi)]
    each = min(NEIGHBOURS, GUESSES // max(1, len(printed)))
    guesses = dict.fromkeys(near for doi in printed for near in islice(neighbours(doi), each))
    try:
        return guarded("asking", partial(registry.known, list(guesses))) if guesses else {}
    except Unavailable:
        return {}  # a search may still find what a guess could not


def seek(
    reference: Reference, known: Mapping[str, Record], registry: Searches, budget: Budget | None
) -> Sought:
    """Return what looking for `reference` gave.

    `known` holds records of neighbours; with a `budget` a search is made only if it allows one.
    """
    guesses = neighbours(reference.DOI) if is_doi(reference.DOI) else ()
    near = [candidate(reference, known[doi]) for doi in guesses if doi in known]
    if any(is_verified(one.found) for one in near):
        return Sought(tuple(near))
    if budget is not None and not budget.spend():
        return Sought(spent=True)
    try:
        hits = registry.search(Query.of(reference), ROWS)
    except Unavailable as error:
        return Sought(unavailable=str(error))
    return Sought(tuple(candidate(reference, hit) for hit in hits if not hit.is_bare))


def best(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the best of `candidates`, several if they are equal, none if there are none."""
    each: dict[str, Candidate] = {}
    for one in candidates:
        name = identifiers.named(one.record)
        each.setdefault(name.key if name else described(one.record), one)
    top = max((one.score for one in each.values()), default=None)
    return tuple(one for one in each.values() if one.score == top)


def described(record: Record) -> str:
    """Return a record as people name it: “Title” (Family, year, journal, DOI)."""
    title = f"“{record.title[0]}”" if record.title else "an untitled work"
    people = record.author or record.editor
    details = [str(name.family or name.literal) for name in people[:1]]
    details += [str(date.year) for date in record.issued[:1]]
    details += record.container_title[:1]
    name = identifiers.named(record)
    return f"{title} ({', '.join([*details, *([str(name)] if name else [])])})"


def nearest(reference: Reference, candidates: Iterable[Candidate]) -> Candidate | None:
    """Return the candidate with the likest title, None if there are none."""

    def rank(one: Candidate) -> tuple[bool, float]:
        return one.found.title is Title.SAME, likeness_of(reference, one.record)

    return max(candidates, key=rank, default=None)


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
