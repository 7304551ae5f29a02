"""Checking: what the registries say about each reference, and where they and the print disagree.

All DOIs are asked for together, up to fifty in one request. Then each reference is
judged by itself: no verdict if nobody answered, one finding if the DOI is another work's, one
finding for each field if it is the same work. For a wrong, dead or missing DOI the right one is
looked for, and suggested only if it is verified.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from cikrefs import dois
from cikrefs.bugs import guarded
from cikrefs.checks import notices
from cikrefs.checks.agreement import Agreement
from cikrefs.checks.compare import COMPARISONS, Comparison, agreements_of
from cikrefs.checks.duplicates import with_duplicates
from cikrefs.checks.rules import RULES
from cikrefs.checks.same import same_work, title_likeness
from cikrefs.checks.suggest import known_neighbours, seek
from cikrefs.errors import Unavailable
from cikrefs.models import Check, Finding, Record, Reference
from cikrefs.registry import Answer, Registry

__all__ = ["OnProgress", "check"]

OnProgress = Callable[[int, int], None]
"""Told how many questions of how many are answered."""

_NOT_SOUGHT = frozenset(
    "bill hearing interview legal_case legislation manuscript motion_picture patent post regulation"
    " personal_communication post-weblog song speech standard treaty webpage".split()
)
"""CSL types of works that as a rule have no DOI, so that its absence says nothing."""


def check(
    references: Iterable[Reference],
    registry: Registry,
    on_progress: OnProgress | None = None,
    *,
    search: bool = True,
) -> list[Check]:
    """Return a Check for each reference, in the same order; it is unchecked if nobody answers.

    Without `search`, DOIs that are wrong, dead or missing are not looked for.
    """
    refs = [replace(ref, DOI=dois.bare(ref.DOI)) for ref in references]
    readings = (doi for ref in refs for doi in (ref.DOI, _other_reading(ref)) if dois.is_doi(doi))
    asked = list(dict.fromkeys(map(dois.key, readings)))
    progress = on_progress or (lambda _done, _total: None)
    answers = registry.look_up(asked, lambda done: progress(done, len(asked))) if asked else {}
    checks = [_guarded(Check(reference=ref), partial(_judge, ref, answers)) for ref in refs]
    if search:
        checks = _with_suggestions(checks, registry, len(asked), progress)
    return with_duplicates(checks)


def _other_reading(reference: Reference) -> str:
    """Return a printed DOI as it was before it was mended; "" if it was not mended."""
    return dois.bare(str(reference.extra.get("printed:DOI", "")))


def _settled(reference: Reference, answers: dict[str, Answer]) -> Reference:
    """Return the reference with the one of two readings of its DOI that is registered for it."""
    other = _other_reading(reference)
    if answers.get(dois.key(reference.DOI)) is not None or not dois.is_doi(other):
        return reference
    record = answers.get(dois.key(other))
    if isinstance(record, Record) and same_work(
        reference, record, agreements_of(reference, record)
    ):
        return replace(reference, DOI=other)
    return reference


def _guarded(check_: Check, judge: Callable[[], Check]) -> Check:
    """Return what `judge` returns; where a bug keeps it from judging, `check_` as unchecked."""
    try:
        return guarded("judging", judge)
    except Unavailable as error:
        return replace(check_, unavailable=str(error))


def _judge(reference: Reference, answers: dict[str, Answer]) -> Check:
    """Return the check of `reference` from the answers, before anything is searched."""
    reference = _settled(reference, answers)
    check_ = Check(reference=reference, findings=tuple(_unparsed(reference)))
    if not reference.DOI:
        return check_
    doi = reference.DOI
    if not dois.is_doi(doi):
        return _add(check_, RULES["doi-malformed"].finding(f"{doi} is not a DOI", printed=doi))
    answer = answers[dois.key(doi)]
    if isinstance(answer, Unavailable):
        return replace(check_, unavailable=str(answer))
    check_ = replace(check_, record=answer, asked="crossref")
    if answer is None:
        return _add(check_, RULES["doi-not-found"].finding(f"{doi} is not registered", printed=doi))
    return _add(check_, *_compared(reference, answer))


def _add(check_: Check, *findings: Finding) -> Check:
    return replace(check_, findings=(*check_.findings, *findings))


def _unparsed(reference: Reference) -> Iterable[Finding]:
    for text in reference.source.unparsed_text:
        yield RULES["unparsed"].finding(f"“{text}” fits no field", field=None, printed=text)


def _compared(reference: Reference, record: Record) -> list[Finding]:
    """Return what comparing a reference with the record of its DOI finds."""
    at_home = record.agency == "Crossref" and not record.is_bare
    elsewhere = [] if at_home else [_elsewhere(reference, record)]
    if record.is_bare:
        return elsewhere
    agreements = agreements_of(reference, record)
    if not same_work(reference, record, agreements):
        return [*elsewhere, _other_work(reference, record)]
    differing = [
        _difference(row, agreements[row.field])
        for row in COMPARISONS
        if agreements[row.field].agrees is False
    ]
    return [*differing, *elsewhere, *notices.findings(record)]


def _elsewhere(reference: Reference, record: Record) -> Finding:
    extent = (
        "its existence is all that is checked" if record.is_bare else "its metadata is compared"
    )
    return RULES["registered-elsewhere"].finding(
        f"{reference.DOI} is registered with {record.agency}; {extent}",
        printed=reference.DOI,
        registered=record.agency,
    )


def _difference(row: Comparison, agreement: Agreement) -> Finding:
    what = row.rule.removesuffix("-differs")
    registered = f"“{agreement.registered}”" if agreement.registered else "nothing"
    message = f"{what}: “{agreement.printed}” is printed, {registered} registered"
    if agreement.message:
        message = f"{message}; {agreement.message}"
    return RULES[row.rule].finding(
        message,
        severity=agreement.severity,
        field=row.field,
        printed=agreement.printed,
        registered=agreement.registered,
        remark=agreement.message,
    )


def _other_work(reference: Reference, record: Record) -> Finding:
    title = record.title[0] if record.title else "an untitled work"
    details = [str(name.family or name.literal) for name in record.author[:1]]
    details += [str(date.year) for date in record.issued[:1]]
    details += record.container_title[:1]
    described = f"“{title}” ({', '.join(details)})" if details else f"“{title}”"
    message = f"{reference.DOI} is another work: {described}"
    return RULES["doi-other-work"].finding(message, printed=reference.title, registered=title)


def _with_suggestions(
    checks: Sequence[Check], registry: Registry, asked: int, progress: OnProgress
) -> list[Check]:
    """Return the checks with verified suggestions for DOIs that are wrong, dead or missing."""
    result = list(checks)
    wanting = [i for i, check_ in enumerate(checks) if _wants_doi(check_)]
    total = asked + len(wanting)
    known = known_neighbours((checks[i].reference.DOI for i in wanting), registry)
    for done, i in enumerate(wanting, start=1):
        result[i] = _guarded(checks[i], partial(_suggested, checks[i], known, registry))
        progress(asked + done, total)
    return result


_WRONG_DOI = frozenset(("doi-malformed", "doi-not-found", "doi-other-work"))


def _wants_doi(check_: Check) -> bool:
    reference = check_.reference
    if not reference.title:
        return False
    if reference.DOI:
        return any(finding.rule in _WRONG_DOI for finding in check_.findings)
    return reference.type not in _NOT_SOUGHT


def _suggested(check_: Check, known: Mapping[str, Record], registry: Registry) -> Check:
    reference = check_.reference
    found = seek(reference, known, registry)
    suggestion = found.record.DOI if found.record else None
    if reference.DOI:
        return replace(
            check_,
            findings=tuple(
                replace(
                    f, suggestion=suggestion, message=f"{f.message}; did you mean {suggestion}?"
                )
                if suggestion and f.rule in _WRONG_DOI
                else f
                for f in check_.findings
            ),
        )
    if found.unavailable is not None:
        return replace(check_, unavailable=found.unavailable)
    check_ = replace(check_, asked="crossref")
    if found.record and suggestion:
        finding = RULES["doi-missing"].finding(f"no DOI is printed; it is {suggestion}")
        check_ = replace(check_, record=found.record)
        return _add(
            check_, replace(finding, suggestion=suggestion), *notices.findings(found.record)
        )
    like = any(title_likeness(reference, hit) >= 0.5 for hit in found.hits)
    if reference.type == "article-journal" and reference.container_title and not like:
        message = "no DOI is printed, and a search finds nothing like it"
        return _add(
            check_, RULES["not-found"].finding(message, field=None, printed=reference.title)
        )
    return check_
