"""What is registered under an identifier, and under each line of a plain list of them.

A DOI nobody has registered is wrong input: it is a problem, and left out. One that nobody answers
for is left out too, and kept apart, since it may well be right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cikrefs import dois
from cikrefs.errors import InputError, Problem, Unavailable
from cikrefs.models import Record, Reference
from cikrefs.registry.registries import Answer, OnProgress, Registry

__all__ = ["Listed", "look_up", "works"]


@dataclass(slots=True)
class Listed:
    """The works that a list of DOIs became, in its order.

    `problems` are what is wrong with the list; `unanswered` names the DOIs nobody answered for.
    """

    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unanswered: list[Problem] = field(default_factory=list)


def look_up(identifier: str, registry: Registry) -> Record | None:
    """Return what is registered under a DOI (bare, "doi:…" or a link), None if nothing is.

    Raises InputError for what is no DOI, and Unavailable if nobody answers.
    """
    doi = dois.bare(identifier)
    if not dois.is_doi(doi):
        raise InputError(f"{identifier} is not a DOI: it must be “10.”, a number, a slash, a name")
    key = dois.key(doi)
    answer = registry.look_up([key])[key]
    if isinstance(answer, Unavailable):
        raise answer
    return answer


def works(
    references: Sequence[Reference], registry: Registry, on_progress: OnProgress | None = None
) -> Listed:
    """Return the works registered under the DOIs that are all `references` hold, each once.

    `on_progress` is told how many DOIs are answered.
    """
    found = Listed()
    listed = _each_once(references, found)
    asked = [dois.key(reference.DOI) for reference in listed]
    answers = registry.look_up(asked, on_progress)
    for reference, doi in zip(listed, asked, strict=True):
        _add(reference, answers[doi], found)
    return found


def _each_once(references: Sequence[Reference], found: Listed) -> list[Reference]:
    """Return the references without those whose DOI came earlier in the list; name these."""
    first: dict[str, Reference] = {}
    for reference in references:
        earlier = first.setdefault(dois.key(reference.DOI), reference)
        if earlier is not reference:
            message = f"{reference.DOI} stands already on line {earlier.source.line}; once will do"
            found.problems.append(_problem(reference, message, lost=False))
    return list(first.values())


def _add(listed: Reference, answer: Answer, found: Listed) -> None:
    """Add the work that `answer` says `listed` is, and what is to be said of it."""
    doi, work = listed.DOI, listed
    if isinstance(answer, Unavailable):
        found.unanswered.append(_problem(listed, f"{doi} is left out: {answer}"))
        return
    if answer is None:
        found.problems.append(_problem(listed, f"{doi} is not registered; it is left out"))
        return
    if answer.work is None:
        message = f"{doi} is registered with {answer.agency}; nothing but the DOI is written of it"
        found.problems.append(_problem(listed, message, lost=False))
    else:
        work = replace(answer.work, source=listed.source)
        if dois.key(answer.DOI) != dois.key(doi):
            message = f"{doi} is another name of {answer.DOI}, which is written"
            found.problems.append(_problem(listed, message, lost=False))
    found.references.append(work)


def _problem(reference: Reference, message: str, *, lost: bool = True) -> Problem:
    return Problem(message, reference.source.file, reference.source.line, lost=lost)
