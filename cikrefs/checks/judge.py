"""Checking: what the registries say about each reference, and where they and the print disagree.

All DOIs are asked for together, so that a list costs requests by the fifty. Then each reference is
judged by itself: no verdict where nobody answered, one finding where the DOI is another work's, one
finding a field where it is the same work. "ok" says that a record is the printed work: one without
DOI is searched for, and what nobody holds is unconfirmed. For a wrong or dead DOI the right one is
looked for, and suggested only if verified.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import count

from cikrefs import dois
from cikrefs.bugs import guarded
from cikrefs.checks import notices, placeholders, unconfirmed
from cikrefs.checks.chain import Trail, walk
from cikrefs.checks.compare import is_preprint
from cikrefs.checks.differing import differences
from cikrefs.checks.duplicates import with_duplicates
from cikrefs.checks.identified import asked_for, with_identifiers
from cikrefs.checks.rules import RULES
from cikrefs.checks.same import is_same, is_telling, is_verified
from cikrefs.checks.suggest import (
    NO_BUDGET,
    Budget,
    Candidate,
    Sought,
    best,
    candidate,
    described,
    known_neighbours,
    seek,
)
from cikrefs.errors import Unavailable
from cikrefs.identifiers import ARXIV_DOI
from cikrefs.models import Check, Finding, Record, Reference
from cikrefs.registry import Answer, Registry

__all__ = ["OnProgress", "check"]

OnProgress = Callable[[int, int], None]
"""Told how many questions of how many are answered."""

_WRONG_ID = frozenset(("id-malformed", "id-not-found", "id-other-work"))
_WRONG_DOI = frozenset(("doi-malformed", "doi-not-found", "doi-other-work"))


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
    refs = [replace(ref, DOI=dois.bare(ref.DOI)) for ref in references]
    readings = (doi for ref in refs for doi in (ref.DOI, _other_reading(ref)) if dois.is_doi(doi))
    others = (one.key for ref in refs for one in asked_for(ref, registry.services))
    asked = list(dict.fromkeys((*map(dois.key, readings), *others)))
    progress = on_progress or (lambda _done, _total: None)
    answers = registry.look_up(asked, lambda done: progress(done, len(asked))) if asked else {}
    judge = partial(_judge, answers=answers, services=registry.services)
    checks = [_guarded(Check(reference=ref), partial(judge, ref)) for ref in refs]
    if search:
        checks = _with_search(checks, registry, len(asked), progress)
    day = today or dt.datetime.now(dt.UTC).date()
    finished = (_guarded(one, partial(_finished, one, day)) for one in checks)
    return with_duplicates([*finished])


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


def _guarded(check_: Check, judge: Callable[[], Check]) -> Check:
    """Return what `judge` returns; where a bug keeps it from judging, `check_` as unchecked."""
    try:
        return guarded("judging", judge)
    except Unavailable as error:
        return replace(check_, unavailable=str(error))


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
        return _add(check_, RULES["doi-malformed"].finding(f"{doi} is not a DOI", printed=doi))
    answer = answers[dois.key(doi)]
    if isinstance(answer, Unavailable):
        return replace(check_, unavailable=str(answer))
    check_ = replace(check_, record=answer, asked=_answered(answer))
    if answer is None:
        finding = RULES["doi-not-found"].finding(f"{doi} is not registered", printed=doi)
        return _add(check_, finding)
    return _add(check_, *_compared(check_.reference, answer))


def _answered(answer: Record | None) -> tuple[str, ...]:
    """Return who answered, to give this answer about a DOI."""
    if answer is not None and answer.agency == "Crossref":
        return ("crossref",)
    if answer is None or answer.agency != "DataCite" or answer.is_bare:
        return ("crossref", "doi.org")
    is_arxiv = answer.DOI.lower().startswith(ARXIV_DOI)
    return ("datacite",) if is_arxiv else ("crossref", "doi.org", "datacite")


def _add(check_: Check, *findings: Finding) -> Check:
    return replace(check_, findings=(*check_.findings, *findings))


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


def _with_search(
    checks: Sequence[Check], registry: Registry, asked: int, progress: OnProgress
) -> list[Check]:
    """Return the checks after what is not confirmed was looked for."""
    result = list(checks)
    dead = [i for i, check_ in enumerate(checks) if _has_wrong_doi(check_)]
    lost = [i for i, check_ in enumerate(checks) if _is_sought(check_, registry.services)]
    total = asked + len(dead) + len(lost)
    steps = count(asked + 1)
    known = known_neighbours([checks[i].reference.DOI for i in dead], registry)
    budget, look = Budget(), partial(seek, known=known, registry=registry)
    for i in dead:
        result[i] = _guarded(checks[i], partial(_suggested, checks[i], look, budget))
        progress(next(steps), total)
    wanted = (checks[i].reference for i in lost)
    done = partial(_tell, progress, steps, total)
    trails = walk(wanted, registry, registry.services, unconfirmed.is_the_work, done)
    for i, trail in zip(lost, trails, strict=True):
        result[i] = _guarded(checks[i], partial(_identified, checks[i], trail))
    return result


def _tell(progress: OnProgress, steps: Iterator[int], total: int) -> None:
    progress(next(steps), total)


def _has_wrong_doi(check_: Check) -> bool:
    wrong = any(f.rule in _WRONG_DOI and not f.suggestion for f in check_.findings)
    return wrong and bool(check_.reference.title)


def _is_sought(check_: Check, services: Collection[str]) -> bool:
    """Whether a work is looked for: no identifier confirms it, or only in another version."""
    reference = check_.reference
    other_version = check_.confirmed and _is_other_version(check_)
    if reference.DOI or (check_.confirmed and not other_version):
        return False
    return unconfirmed.is_sought(reference, services)


def _is_other_version(check_: Check) -> bool:
    record = check_.record
    return record is not None and is_preprint(record) is not is_preprint(check_.reference)


def _suggested(check_: Check, look: Callable[..., Sought], budget: Budget) -> Check:
    """Return the check of a reference whose DOI is wrong, with the right one if it is found."""
    dead = any(finding.rule != "doi-other-work" for finding in check_.findings)
    found = look(check_.reference, budget=budget if dead else None)
    verified = best(one for one in found.candidates if is_verified(one.found))
    if found.spent:
        return _suggesting(check_, None, f"; {NO_BUDGET}")
    if len(verified) != 1:
        return check_
    suggestion = verified[0].record.DOI
    return _suggesting(check_, suggestion, f"; did you mean {suggestion}?")


def _suggesting(check_: Check, suggestion: str | None, said: str) -> Check:
    findings = (
        replace(f, suggestion=suggestion, message=f"{f.message}{said}")
        if f.rule in _WRONG_DOI
        else f
        for f in check_.findings
    )
    return replace(check_, findings=tuple(findings))


def _identified(check_: Check, trail: Trail) -> Check:
    """Return the check of a reference that no identifier confirms, by what its chain gave."""
    check_ = replace(check_, asked=tuple(dict.fromkeys((*check_.asked, *trail.asked))))
    if trail.works and any(one.alike for one in trail.works):
        return _confirmed(_anew(check_), trail.works)
    if trail.silent and not trail.works:
        silent = [*([check_.unavailable] if check_.unavailable else []), *trail.silent]
        return replace(check_, unavailable="; ".join(dict.fromkeys(silent)))
    if check_.confirmed:
        return check_
    if trail.works:
        return _confirmed(check_, trail.works)
    reference = check_.reference
    for one in trail.candidates:
        if unconfirmed.is_misattributed(reference, one):
            check_ = replace(check_, record=one.record)
            return _add(check_, unconfirmed.misattributed(reference, one))
    return _add(check_, unconfirmed.not_found(reference, trail.candidates, trail.asked))


def _anew(check_: Check) -> Check:
    """Return the check without what was said by comparing with another version of the work."""
    if not check_.confirmed:
        return check_
    kept = (f for f in check_.findings if f.rule in ("unparsed", *_WRONG_ID))
    return replace(check_, findings=tuple(kept), record=None)


def _confirmed(check_: Check, works: Sequence[Candidate]) -> Check:
    """Return the check of a reference without DOI whose work is registered, once or several times.

    A preprint confirms the work that came of it, and the other way round; its DOI is not the one
    that is missing.
    """
    one = works[0]
    record = one.record
    check_ = replace(check_, record=record)
    if not one.alike:
        what = "as a preprint" if is_preprint(record) else "as published"
        message = f"the work is known {what}: {described(record)}"
        note = RULES["registered-elsewhere"].finding(message, registered=record.DOI)
        return _add(check_, note, *notices.findings(record))
    missing = _missing([work.record.DOI for work in works if work.record.DOI])
    return _add(check_, *differences(one, searched=True), *missing, *notices.findings(record))


def _missing(dois_: Sequence[str]) -> Iterator[Finding]:
    """Yield that no DOI is printed, if the work has one, or several."""
    if dois_:
        yield RULES["doi-missing"].finding(
            f"no DOI is printed; it is {' or '.join(dois_)}",
            suggestion=dois_[0] if len(dois_) == 1 else None,
        )


def _explained(check_: Check) -> Check:
    """Return the check with `not-found` where nothing else says why it is not confirmed."""
    if check_.status != "unconfirmed" or any(f.rule == "not-found" for f in check_.findings):
        return check_
    return _add(check_, unconfirmed.not_sought(check_.reference, check_.record))


def _finished(check_: Check, today: dt.date) -> Check:
    """Return the check with why it is not confirmed, and what a template has left in it."""
    check_ = _explained(check_)
    if check_.confirmed:
        return check_
    return _add(check_, *placeholders.findings(check_.reference, today))
