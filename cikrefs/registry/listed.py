"""What is registered under an identifier, and under each line of a plain list of them.

One that nobody has registered is wrong input: it is a problem, and left out. One that nobody
answers for is left out too, and kept apart, since it may well be right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cikrefs import dois, identifiers
from cikrefs.carried import identifiers_of
from cikrefs.errors import InputError, Problem, Unavailable
from cikrefs.identifiers import Identifier
from cikrefs.models import Record, Reference
from cikrefs.registry.registries import Answer, OnProgress, Registry
from cikrefs.registry.services import HOLDERS, SERVICES

__all__ = ["Listed", "look_up", "works"]


@dataclass(slots=True)
class Listed:
    """The works that a list of identifiers became, in its order.

    `problems` are what is wrong with the list; `unanswered` names those nobody answered for.
    """

    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unanswered: list[Problem] = field(default_factory=list)


def look_up(identifier: str, registry: Registry) -> Record | None:
    """Return what is registered under an identifier, as people write it; None if nothing is.

    Raises InputError for what is no identifier, and Unavailable if nobody answers.
    """
    found = identifiers.identify(identifier)
    if found is None:
        kinds = "DOI, PMID, PMCID, arXiv number or ISBN"
        raise InputError(f"{identifier} is no {kinds}; a PMID is written “PMID:123”")
    if found.wrong:
        raise InputError(f"{identifier} is no {found.name}: {found.wrong}")
    answer = registry.look_up([found.key])[found.key]
    if isinstance(answer, Unavailable):
        raise answer
    return answer


def works(
    references: Sequence[Reference], registry: Registry, on_progress: OnProgress | None = None
) -> Listed:
    """Return the works registered under the identifiers that are all `references` hold, each once.

    References that hold more stay as they are. `on_progress` is told how many identifiers are
    answered.
    """
    found = Listed()
    named = {id(one): is_one_identifier(one) for one in references}
    listed = _each_once([(one, name) for one in references if (name := named[id(one)])], found)
    answers = registry.look_up([one.key for _, one in listed], on_progress) if listed else {}
    wanted = {id(reference) for reference, _ in listed}
    seen: dict[str, Reference] = {}
    for reference in references:
        one = named[id(reference)]
        if one is None:
            found.references.append(reference)
        elif id(reference) in wanted:
            _add(reference, one, answers[one.key], found, seen)
    return found


def is_one_identifier(reference: Reference) -> Identifier | None:
    """Return the identifier that is all a reference holds, None if it holds more, or none."""
    carried = identifiers_of(reference)
    bare = replace(reference, id="", type="document", DOI="", PMID="", PMCID="", ISBN="", number="")
    return carried[0] if len(carried) == 1 and bare == Reference(type="document") else None


def _each_once(
    named: Sequence[tuple[Reference, Identifier]], found: Listed
) -> list[tuple[Reference, Identifier]]:
    """Return the references without those whose identifier came earlier; name these."""
    first: dict[str, tuple[Reference, Identifier]] = {}
    for reference, one in named:
        earlier, _ = first.setdefault(one.key, (reference, one))
        if earlier is not reference:
            message = f"{one} stands already{_place(earlier)}; once will do"
            found.problems.append(_problem(reference, message, lost=False))
    return list(first.values())


def _place(reference: Reference) -> str:
    return f" on line {reference.source.line}" if reference.source.line else " among them"


def _add(
    listed: Reference, one: Identifier, answer: Answer, found: Listed, seen: dict[str, Reference]
) -> None:
    """Add the work that `answer` says `listed` is, and what is to be said of it."""
    work = listed
    if isinstance(answer, Unavailable):
        found.unanswered.append(_problem(listed, f"{one} is left out: {answer}"))
        return
    if answer is None:
        found.problems.append(_problem(listed, f"{_unknown(one)}; it is left out"))
        return
    name = identifiers.named(answer)
    earlier = seen.setdefault(name.key, listed) if name else listed
    if earlier is not listed:
        message = f"{one} is {name}, which stands already{_place(earlier)}; once will do"
        found.problems.append(_problem(listed, message, lost=False))
        return
    if answer.work is None:
        what = "the DOI" if one.kind == "doi" else "the identifier"
        message = f"{one} is registered with {answer.agency}; nothing but {what} is written of it"
        found.problems.append(_problem(listed, message, lost=False))
    else:
        work = replace(answer.work, source=listed.source)
        if one.kind == "doi" and dois.key(answer.DOI) != one.key:
            message = f"{one} is another name of {answer.DOI}, which is written"
            found.problems.append(_problem(listed, message, lost=False))
    found.references.append(work)


def _unknown(one: Identifier) -> str:
    if one.kind in ("doi", "arxiv"):
        return f"{one} is not registered"
    return f"{SERVICES[HOLDERS[one.kind][0]].name} has no record of {one}"


def _problem(reference: Reference, message: str, *, lost: bool = True) -> Problem:
    return Problem(message, reference.source.file, reference.source.line, lost=lost)
