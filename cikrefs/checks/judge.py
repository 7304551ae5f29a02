"""Checking: what the registries say about each reference, and where they and the print disagree.

All DOIs are asked for together, so that a list costs requests by the fifty. Then each reference is
judged by itself: no verdict where nobody answered, one finding where the DOI is another work's, one
finding a field where it is the same work. "ok" says that a record is the printed work: one without
DOI is searched for, and what nobody holds is unconfirmed. For a wrong or dead DOI the right one is
looked for, and suggested only if verified.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from cikrefs import dois
from cikrefs.checks import notices, placeholders, unconfirmed
from cikrefs.checks.differing import differences
from cikrefs.checks.duplicates import with_duplicates
from cikrefs.checks.identified import asked_for, with_identifiers
from cikrefs.checks.rules import RULES
from cikrefs.checks.same import is_same, is_telling
from cikrefs.checks.searched import OnProgress, add, or_unchecked, with_search
from cikrefs.checks.suggest import candidate, described
from cikrefs.errors import Unavailable
from cikrefs.identifiers import ARXIV_DOI
from cikrefs.models import Check, Finding, Record, Reference
from cikrefs.registry import Answer, Registry

__all__ = ["OnProgress", "check", "judged", "keys_of"]


def check(
    references: Iterable[Reference],
    registry: Registry,
    on_progress: OnProgress | None = None,
    *,
    search: bool = True,
    today: dt.date | None = None,
) -> list[Check]:
    """Return a Check for each reference, in the same order; it is unchecked if nobody answers.

    Without `search`, nothing is looked for, so that a work without DOI is never confirmed. `today`
    is for tests.
    """
    return with_duplicates(judged(references, registry, on_progress, search=search, today=today))


def judged(
    references: Iterable[Reference],
    registry: Registry,
    on_progress: OnProgress | None = None,
    *,
    search: bool = True,
    today: dt.date | None = None,
) -> list[Check]:
    """Return what `check` does, but each reference by itself: none is compared with another."""
    refs = [replace(ref, DOI=dois.bare(ref.DOI)) for ref in references]
    asked = keys_of(refs, registry.services)
    progress = on_progress or (lambda _done, _total: None)
    answers = registry.look_up(asked, lambda done: progress(done, len(asked))) if asked else {}
    judge = partial(_judge, answers=answers, services=registry.services)
    checks = [or_unchecked(Check(reference=ref), partial(judge, ref)) for ref in refs]
    if search:
        checks = with_search(checks, registry, len(asked), progress)
    day = today or dt.datetime.now(dt.UTC).date()
    return [or_unchecked(one, partial(_finished, one, day)) for one in checks]


def keys_of(references: Iterable[Reference], services: Collection[str]) -> list[str]:
    """Return the keys that `services` are asked for to judge `references`, each once."""
    refs = [*references]
    both = (doi for ref in refs for doi in (dois.bare(ref.DOI), _other_reading(ref)))
    others = (one.key for ref in refs for one in asked_for(ref, services))
    return list(dict.fromkeys((*map(dois.key, filter(dois.is_doi, both)), *others)))


def _other_reading(reference: Reference) -> str:
    """Return a printed DOI as it was before it was mended; "" if it was not mended."""
    return dois.bare(str(reference.extra.get("printed:DOI", "")))


def _settled(reference: Reference, answers: Mapping[str, Answer]) -> Reference:
    """Return the reference with the one of two readings of its DOI that is registered for it."""
    other = _other_reading(reference)
    if answers.get(dois.key(reference.DOI)) is not None or not dois.is_doi(other):
        return reference
    record = answers.get(dois.key(other))
    if isinstance(record, Record) and is_same(candidate(reference, record).found):
        return replace(reference, DOI=other)
    return reference


def _judge(reference: Reference, answers: Mapping[str, Answer], services: Collection[str]) -> Check:
    """Return the check of `reference` from the answers, before anything is searched."""
    reference = _settled(reference, answers)
    check_ = Check(reference=reference, findings=tuple(_unparsed(reference)))
    return with_identifiers(_with_doi(check_, answers), answers, services)


def _with_doi(check_: Check, answers: Mapping[str, Answer]) -> Check:
    """Return the check with what the answer about the DOI says."""
    doi = check_.reference.DOI
    if not doi:
        return check_
    if not dois.is_doi(doi):
        return add(check_, RULES["doi-malformed"].finding(f"{doi} is not a DOI", printed=doi))
    answer = answers[dois.key(doi)]
    if isinstance(answer, Unavailable):
        return replace(check_, unavailable=str(answer))
    check_ = replace(check_, record=answer, asked=_answered(answer))
    if answer is None:
        finding = RULES["doi-not-found"].finding(f"{doi} is not registered", printed=doi)
        return add(check_, finding)
    return add(check_, *_compared(check_.reference, answer))


def _answered(answer: Record | None) -> tuple[str, ...]:
    """Return who answered, to give this answer about a DOI."""
    if answer is not None and answer.agency == "Crossref":
        return ("crossref",)
    if answer is None or answer.agency != "DataCite" or answer.is_bare:
        return ("crossref", "doi.org")
    is_arxiv = answer.DOI.lower().startswith(ARXIV_DOI)
    return ("datacite",) if is_arxiv else ("crossref", "doi.org", "datacite")


def _unparsed(reference: Reference) -> Iterable[Finding]:
    for text in reference.source.unparsed_text:
        message = f"“{text}” fits no field"
        yield RULES["unparsed"].finding(message, field=None, printed=text)


def _compared(reference: Reference, record: Record) -> Iterator[Finding]:
    """Yield what comparing a reference with the record of its DOI finds."""
    one = candidate(reference, record)
    if not record.is_bare and not is_same(one.found):
        message = f"{reference.DOI} is another work: {described(record)}"
        title = record.title[0] if record.title else "an untitled work"
        yield RULES["doi-other-work"].finding(message, printed=reference.title, registered=title)
    elif not record.is_bare:
        yield from differences(one)
    if record.agency != "Crossref" or record.is_bare:
        yield _elsewhere(reference, record)
    if record.is_bare:
        return
    if not is_telling(one.found):
        yield unconfirmed.incomparable(reference, reference.DOI)
    if is_same(one.found):
        yield from notices.findings(record)


def _elsewhere(reference: Reference, record: Record) -> Finding:
    extent = (
        "its existence is all that is checked" if record.is_bare else "its metadata is compared"
    )
    return RULES["registered-elsewhere"].finding(
        f"{reference.DOI} is registered with {record.agency}; {extent}",
        printed=reference.DOI,
        registered=record.agency,
    )


def _explained(check_: Check) -> Check:
    """Return the check with `not-found` where nothing else says why it is not confirmed."""
    if check_.status != "unconfirmed" or any(f.rule == "not-found" for f in check_.findings):
        return check_
    return add(check_, unconfirmed.not_sought(check_.reference, check_.record))


def _finished(check_: Check, today: dt.date) -> Check:
    """Return the check with why it is not confirmed, and what a template has left in it."""
    check_ = _explained(check_)
    if check_.confirmed:
        return check_
    return add(check_, *placeholders.findings(check_.reference, today))
