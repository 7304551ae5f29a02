"""A plain list of DOIs becomes the works registered under them, for commands that write references.

A DOI nobody has registered is wrong input: it is named with its line and left out, and the exit
code is 2. One that nobody answers for is named and left out too, and the code is 3; the rest is
written either way, but nothing where nothing is left. Files of any other format ask nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cikrefs import dois
from cikrefs.cli.asking import exit_if_interrupted, registries
from cikrefs.cli.reading import Reading
from cikrefs.cli.running import progress, say
from cikrefs.errors import Problem, Unavailable
from cikrefs.models import Reference

if TYPE_CHECKING:
    from cikrefs.registry import Answer, Registry


def look_up(reading: Reading, asking: dict[str, Any]) -> None:
    """Replace the references of `reading` by registered works, if it is of a plain list of DOIs."""
    if "dois" not in reading.formats:
        return
    listed = _each_once(reading)
    registry = registries({**asking, "whole": True})
    answers = _answers(registry, [dois.key(reference.DOI) for reference in listed])
    exit_if_interrupted(registry)
    works = (_work(ref, answers[dois.key(ref.DOI)], reading) for ref in listed)
    reading.references = [work for work in works if work]
    if not reading.references:
        reading.exit_if_problems()


def _each_once(reading: Reading) -> list[Reference]:
    """Return the references without those whose DOI stands above; name these."""
    first: dict[str, Reference] = {}
    for reference in reading.references:
        earlier = first.setdefault(dois.key(reference.DOI), reference)
        if earlier is not reference:
            message = f"{reference.DOI} stands already on line {earlier.source.line}; once will do"
            reading.on_problem(_problem(reference, message, lost=False))
    return list(first.values())


def _answers(registry: Registry, asked: Sequence[str]) -> dict[str, Answer]:
    with progress("asking the registries") as on_progress:
        tell = on_progress or (lambda _done, _total: None)
        return registry.look_up(asked, lambda done: tell(done, len(asked)))


def _work(listed: Reference, answer: Answer, reading: Reading) -> Reference | None:
    """Return the work that `answer` says `listed` is; name what nobody knows or answers."""
    doi = listed.DOI
    if isinstance(answer, Unavailable):
        say("unchecked", str(_problem(listed, f"{doi} is left out: {answer}")))
        reading.unanswered += 1
        return None
    if answer is None:
        reading.on_problem(_problem(listed, f"{doi} is not registered; it is left out"))
        return None
    if answer.work is None:
        message = f"{doi} is registered with {answer.agency}; nothing but the DOI is written of it"
        reading.on_problem(_problem(listed, message, lost=False))
        return listed
    if dois.key(answer.DOI) != dois.key(doi):
        message = f"{doi} is another name of {answer.DOI}, which is written"
        reading.on_problem(_problem(listed, message, lost=False))
    return replace(answer.work, source=listed.source)


def _problem(reference: Reference, message: str, *, lost: bool = True) -> Problem:
    return Problem(message, reference.source.file, reference.source.line, lost=lost)
