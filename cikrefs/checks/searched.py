"""References that no identifier confirms are looked for, and the right DOI for a wrong one.

What is found for a work without DOI confirms it, or says that no registry holds it; a DOI is
suggested only if its record is verified as the printed work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import count

from cikrefs.bugs import guarded
from cikrefs.checks import notices, unconfirmed
from cikrefs.checks.chain import Trail, walk
from cikrefs.checks.compare import is_preprint
from cikrefs.checks.differing import differences
from cikrefs.checks.rules import RULES
from cikrefs.checks.same import is_verified
from cikrefs.checks.suggest import (
    NO_BUDGET,
    Budget,
    Candidate,
    Sought,
    best,
    described,
    known_neighbours,
    seek,
)
from cikrefs.errors import Unavailable
from cikrefs.models import Check, Finding
from cikrefs.registry import Registry

OnProgress = Callable[[int, int], None]
"""Told how many questions of how many are answered."""

_WRONG_ID = frozenset(("id-malformed", "id-not-found", "id-other-work"))
_WRONG_DOI = frozenset(("doi-malformed", "doi-not-found", "doi-other-work"))


def add(check_: Check, *findings: Finding) -> Check:
    """Return the check with these findings after its own."""
    return replace(check_, findings=(*check_.findings, *findings))


def or_unchecked(check_: Check, judge: Callable[[], Check]) -> Check:
    """Return what `judge` returns; where a bug keeps it from judging, `check_` as unchecked."""
    try:
        return guarded("judging", judge)
    except Unavailable as error:
        return replace(check_, unavailable=str(error))


def with_search(
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
        result[i] = or_unchecked(checks[i], partial(_suggested, checks[i], look, budget))
        progress(next(steps), total)
    wanted = (checks[i].reference for i in lost)
    done = partial(_tell, progress, steps, total)
    trails = walk(wanted, registry, registry.services, unconfirmed.is_the_work, done)
    for i, trail in zip(lost, trails, strict=True):
        result[i] = or_unchecked(checks[i], partial(_identified, checks[i], trail))
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
            return add(check_, unconfirmed.misattributed(reference, one))
    return add(check_, unconfirmed.not_found(reference, trail.candidates, trail.asked))


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
        return add(check_, note, *notices.findings(record))
    missing = _missing([work.record.DOI for work in works if work.record.DOI])
    return add(check_, *differences(one, searched=True), *missing, *notices.findings(record))


def _missing(dois_: Sequence[str]) -> Iterator[Finding]:
    """Yield that no DOI is printed, if the work has one, or several."""
    if dois_:
        yield RULES["doi-missing"].finding(
            f"no DOI is printed; it is {' or '.join(dois_)}",
            suggestion=dois_[0] if len(dois_) == 1 else None,
        )
