"""What the records of a reference's other identifiers say: PMID, PMCID, arXiv number, ISBN.

Each is judged as a DOI is: nonsense, registered nowhere, another work's, or the printed work's. The
fields are compared once, with the most trusted record that is the work. An ISBN is of a book: with
a chapter or a paper its record says whether the book is another, and never that the part is right.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cikrefs.carried import identifiers_of
from cikrefs.checks import notices, unconfirmed
from cikrefs.checks.chain import called
from cikrefs.checks.compare import is_preprint
from cikrefs.checks.conferences import is_series
from cikrefs.checks.differing import differences
from cikrefs.checks.rules import RULES
from cikrefs.checks.same import Title, is_same, is_telling
from cikrefs.checks.suggest import Candidate, candidate, described
from cikrefs.errors import Unavailable
from cikrefs.identifiers import Identifier
from cikrefs.models import Check, Finding, Record, Reference, Severity
from cikrefs.registry import Answer
from cikrefs.registry.services import HOLDERS, SERVICES

__all__ = ["asked_for", "with_identifiers"]

_WHOLE = frozenset(
    "book classic collection dataset document manuscript motion_picture report software standard"
    " thesis".split()
)
"""CSL types of works that an ISBN may be of; of others it is the book's they are in."""


def asked_for(reference: Reference, services: Collection[str]) -> list[Identifier]:
    """Return the identifiers of a reference, but its DOI, that `services` can be asked for."""
    return [
        one
        for one in identifiers_of(reference)
        if one.kind != "doi" and not one.wrong and _authority(one, services)
    ]


def _authority(one: Identifier, services: Collection[str]) -> str:
    """Return the service that can say that there is no such identifier; "" if it is not asked."""
    return next((name for name in HOLDERS[one.kind] if name in services), "")


@dataclass(slots=True)
class _Said:
    """What the identifiers of one reference brought."""

    findings: list[Finding] = field(default_factory=list)
    works: list[Candidate] = field(default_factory=list)
    untold: list[Identifier] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)


def with_identifiers(
    check_: Check, answers: Mapping[str, Answer], services: Collection[str]
) -> Check:
    """Return the check, made from the DOI's answer, with what the other identifiers' answers say.

    `answers` are by key. Where the DOI's record is the work, theirs are not compared again.
    """
    reference, said = check_.reference, _Said()
    for one in identifiers_of(reference):
        if one.kind != "doi":
            _hear(reference, one, answers, _authority(one, services), said)
    works = sorted(said.works, key=lambda one: not one.alike)
    findings = [*check_.findings, *said.findings]
    record = check_.record
    if works and not check_.confirmed:
        record = works[0].record
        findings += [*differences(works[0]), *_remarks(reference, works[0])]
        findings = [_corrected(finding, record) for finding in findings]
    elif said.untold and record is None:
        findings.append(unconfirmed.incomparable(reference, str(said.untold[0])))
    findings += _new_notices(findings, [one.record for one in works])
    silent = [*([check_.unavailable] if check_.unavailable else []), *said.silent]
    return replace(
        check_,
        record=record,
        findings=tuple(findings),
        asked=tuple(dict.fromkeys((*check_.asked, *said.asked))),
        unavailable="; ".join(dict.fromkeys(silent)) or None,
    )


def _hear(
    reference: Reference,
    one: Identifier,
    answers: Mapping[str, Answer],
    authority: str,
    said: _Said,
) -> None:
    """Add to `said` what is known of one identifier."""
    if one.wrong:
        message = f"“{one.printed}” is no {one.name}: {one.wrong}"
        finding = RULES["id-malformed"].finding(message, field=one.field, printed=one.printed)
        said.findings.append(finding)
        return
    if not authority or one.key not in answers:
        return
    answer = answers[one.key]
    if isinstance(answer, Unavailable):
        said.silent.append(str(answer))
        return
    agencies = (name for name, row in SERVICES.items() if answer and row.name == answer.agency)
    said.asked.append(next(agencies, authority) if answer else authority)
    if answer is None:
        message = f"{called([authority])} has no record of {one}"
        said.findings.append(_finding("id-not-found", one, message, _unknown(one)))
    elif not answer.is_bare:
        _weigh(reference, one, answer, said)


def _weigh(reference: Reference, one: Identifier, record: Record, said: _Said) -> None:
    """Add to `said` whether the record of an identifier is the work."""
    of_part = one.kind == "isbn" and reference.type not in _WHOLE
    printed = _book_of(reference) if of_part else reference
    work = candidate(printed, record)
    if not is_same(work.found) and not _is_retitled(one, work):
        if of_part and (not printed.title or is_series(printed.title)):
            return
        severity: Severity = "note" if of_part else _of_another(one, work)
        message = f"{one} is another work: {described(record)}"
        said.findings.append(_finding("id-other-work", one, message, severity, record))
    elif not is_telling(work.found):
        said.untold.append(one)
    elif not of_part:
        said.works.append(work)


def _book_of(reference: Reference) -> Reference:
    """Return the book that a chapter or paper is in, as far as it is printed."""
    return replace(
        reference,
        type="book",
        title=reference.container_title,
        author=reference.editor,
        container_title="",
        volume="",
        page="",
        number="",
    )


def _is_retitled(one: Identifier, work: Candidate) -> bool:
    """Whether an e-print by the same people has a title like the printed one."""
    return (
        one.kind == "arxiv"
        and work.found.people is True
        and work.found.title in (Title.NEAR, Title.LIKE)
    )


def _of_another(one: Identifier, work: Candidate) -> Severity:
    """Return how bad it is that an identifier leads to another work, as far as can be known."""
    doubtful = one.kind == "isbn" or (one.kind == "arxiv" and work.found.people is True)
    return "warning" if doubtful else "error"


def _unknown(one: Identifier) -> Severity:
    """Return how bad it is that nobody knows an identifier; no catalogue of books is complete."""
    return "note" if one.kind == "isbn" else "error"


def _finding(
    rule: str, one: Identifier, message: str, severity: Severity, record: Record | None = None
) -> Finding:
    registered = record.title[0] if record and record.title else None
    return RULES[rule].finding(
        message,
        severity=severity,
        field=one.field,
        printed=one.printed or one.value,
        registered=registered,
    )


def _remarks(reference: Reference, one: Candidate) -> Iterator[Finding]:
    """Yield what is to be said of a work that another identifier than the DOI confirms."""
    record = one.record
    if not one.alike:
        what = "as a preprint" if is_preprint(record) else "as published"
        message = f"the work is known {what}: {described(record)}"
        yield RULES["registered-elsewhere"].finding(message, registered=record.DOI)
    elif record.DOI and not reference.DOI and not is_preprint(record):
        message = f"the work has a DOI too: {record.DOI}"
        yield RULES["doi-missing"].finding(message, severity="note", suggestion=record.DOI)


def _corrected(finding: Finding, record: Record) -> Finding:
    """Return a finding about a wrong identifier with the one that the work's record has."""
    right = {"DOI": record.DOI, "PMID": record.PMID, "PMCID": record.PMCID}
    suggestion = right.get(finding.field or "")
    wrong = finding.rule.startswith(("doi-mal", "doi-not", "doi-other", "id-"))
    if not wrong or not suggestion or suggestion == finding.printed:
        return finding
    message = f"{finding.message}; did you mean {suggestion}?"
    return replace(finding, suggestion=suggestion, message=message)


def _new_notices(found: Sequence[Finding], records: Sequence[Record]) -> Iterator[Finding]:
    """Yield the notices on `records` of kinds that are not `found` yet, each kind from one."""
    rules = {finding.rule for finding in found}
    for record in records:
        fresh = [one for one in notices.findings(record) if one.rule not in rules]
        rules |= {one.rule for one in fresh}
        yield from fresh
