"""A reference without DOI: is a search hit its work, somebody else's, or is the work nowhere?

Registries hold nearly all journal articles and hardly any web pages, so that silence means much or
little by the kind of work. What is found is judged by title, people, journal, year and locators; a
title alone is nothing. Nothing here is ever called a fake: what nobody holds is not confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from cikrefs.checks.chain import called, chain_of, steps_of
from cikrefs.checks.conferences import is_conference, same_conference
from cikrefs.checks.journals import same_journal
from cikrefs.checks.rules import RULES
from cikrefs.checks.same import Title, is_distinctive, is_verified, same_title
from cikrefs.checks.suggest import Candidate, described, nearest
from cikrefs.models import OTHERS, Finding, Record, Reference, Severity

__all__ = [
    "incomparable",
    "is_misattributed",
    "is_sought",
    "is_the_work",
    "misattributed",
    "not_found",
    "not_sought",
]

_PAPERS = frozenset(
    "article article-journal article-magazine chapter paper-conference review".split()
)
"""CSL types of short works, whose titles are as a rule their own."""
_EDITIONS = frozenset("book classic collection dataset software standard report".split())
"""CSL types of works that appear again under the same title, so that the year must agree."""
_REGISTER_NOTHING = re.compile(
    r"\b(?:PMLR|JMLR|ICLR|USENIX|CEUR|TMLR|JAIR|NeurIPS|NIPS|ICML|AISTATS|CoRL|UAI|MLSys)\b"
    r"|(?i:machine learning research|learning representations|international conference on machine"
    r" learning|neural information processing|usenix|nsdi\b|\bosdi\b"
    r"|artificial intelligence and statistics)"
)
"""Venues that register no DOIs, or did not for long."""

_AT_DATACITE = re.compile(r"\b(?:arxiv|corr)\b", re.IGNORECASE)
"""Preprints that DataCite holds, and Crossref does not."""


def is_sought(reference: Reference, services: Collection[str]) -> bool:
    """Whether a work of this kind is looked for at `services` when no identifier confirms it."""
    return bool(reference.title) and bool(steps_of(reference, services))


def is_the_work(reference: Reference, one: Candidate) -> bool:
    """Whether a hit is the printed work, which carries no DOI."""
    found = one.found
    if reference.type in _EDITIONS and found.year is False:
        return False
    if is_verified(found):
        return found.people is not None or found.differing == 0
    elsewhere = (found.journal is False and found.year is False) or found.differing > 2
    return (
        found.title is Title.SAME and found.people is True and found.agreeing >= 1 and not elsewhere
    )


def is_misattributed(reference: Reference, one: Candidate) -> bool:
    """Whether a hit has the printed title, long enough to be its own, and is yet another's.

    It must be a short work, as books share titles with each other and with their reviews. A paper
    of a conference that registers nothing may have become an article elsewhere, later.
    """
    record, found = one.record, one.found
    if reference.type not in _PAPERS or record.type not in _PAPERS or found.people is None:
        return False
    if not is_distinctive(reference.title) or not same_title(reference, record):
        return False
    if found.people is False:
        return True
    if found.journal is not False or found.year is not False:
        return False
    of_conference = reference.type == "paper-conference" or is_conference(reference.container_title)
    return not of_conference and not _registers_nothing(reference)


def misattributed(reference: Reference, one: Candidate) -> Finding:
    """Return the finding of a title that is registered for others, or elsewhere."""
    others = one.found.people is False
    how = "by other authors" if others else "in another journal and year"
    return RULES["misattributed"].finding(
        f"a work of this title is registered {how}: {described(one.record)}",
        field="author" if others else "container_title",
        printed=str(_first(reference)) if others else reference.container_title,
        registered=_registered(one.record, others=others),
        suggestion=one.record.DOI,
    )


def not_found(
    reference: Reference, candidates: Sequence[Candidate], asked: Sequence[str]
) -> Finding:
    """Return the finding of a work that nobody `asked` holds, with the nearest hit of all.

    It says too why that is not the work.
    """
    verbs = "was asked and holds" if len(asked) == 1 else "were asked and hold"
    said = f"{called(asked)} {verbs} no such work"
    near = nearest(reference, candidates)
    if near is None:
        said = f"{said}; nothing is like it"
    else:
        why = " and ".join(_why_not(near)) or "too little agrees"
        said = f"{said}; the nearest is {described(near.record)}: {why}"
    return RULES["not-found"].finding(
        said,
        severity=_severity(reference, candidates, asked),
        field=None,
        printed=reference.title,
        registered=near.record.title[0] if near and near.record.title else None,
    )


def not_sought(reference: Reference, record: Record | None) -> Finding:
    """Return the note on a work that nobody was asked about, or of which nobody knows anything."""
    if record is not None:
        said = f"{record.agency} says that {record.DOI} exists, and nobody what it is"
    elif not reference.title:
        said = "there is neither an identifier nor a title to ask for"
    else:
        said = f"no registry is asked about works of this kind ({reference.type})"
    return RULES["not-found"].finding(said, severity="note", field=None, printed=reference.title)


def incomparable(reference: Reference, identifier: str) -> Finding:
    """Return the note on an identifier that is registered, beside which too little is printed."""
    said = f"{identifier} is registered, but too little is printed to compare with"
    field = "DOI" if identifier == reference.DOI else None
    return RULES["not-found"].finding(said, severity="note", field=field, printed=identifier)


def _severity(
    reference: Reference, candidates: Sequence[Candidate], asked: Sequence[str]
) -> Severity:
    """Return how much it means that nobody holds the work: much where most such works are held."""
    venue, absence = reference.container_title, chain_of(reference).absence
    if not venue or absence == "nothing" or _registers_nothing(reference):
        return "note"
    if absence == "by venue":
        held = (name for one in candidates for name in one.record.container_title)
        same = any(same_journal(venue, name) or same_conference(venue, name) for name in held)
        return "warning" if same else "note"
    return "note" if _AT_DATACITE.search(venue) and "datacite" not in asked else "warning"


def _registers_nothing(reference: Reference) -> bool:
    names = (reference.container_title, reference.container_title_short, reference.collection_title)
    return any(_REGISTER_NOTHING.search(name) for name in (*names, reference.publisher))


def _why_not(near: Candidate) -> Iterator[str]:
    """Yield what speaks against the nearest hit, in a few words each."""
    found = near.found
    if found.title is not Title.SAME:
        yield "another title" if near.agreements["title"].agrees is False else "a title of many"
    if found.people is False:
        yield "other authors"
    if found.journal is False:
        yield "another journal"
    if found.year is False:
        yield "another year"


def _first(reference: Reference) -> str:
    people = [name for name in reference.author or reference.editor if name != OTHERS]
    return str(people[0]) if people else ""


def _registered(record: Record, *, others: bool) -> str:
    people = record.author or record.editor
    names = [str(name) for name in people] if others else list(record.container_title)
    return names[0] if names else ""
