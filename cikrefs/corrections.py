"""Corrections in a .bib file: registered values where the print is wrong, and nothing else.

Only the characters of a wrong field are replaced (a missing DOI gets a line of its own), so that
comments, order, indentation and line ends stay byte for byte. What is replaced is decided by the
findings: a verified suggestion for a dead, malformed or missing DOI, the registered value where a
field differs. A reference whose DOI is another work's is left alone: nobody knows which of the
two is meant. A mere warning is left alone unless asked for. The result is read again and refused if
anything else has changed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields

from cikrefs.checks.compare import COMPARISONS
from cikrefs.errors import CikrefsError
from cikrefs.formats import bibtex
from cikrefs.formats.bibtex import editing, latex, patching
from cikrefs.formats.bibtex import names as bibtex_names
from cikrefs.formats.bibtex.capitals import protect
from cikrefs.formats.bibtex.entries import Entry, scan
from cikrefs.formats.common.lines import Lines
from cikrefs.models import OTHERS, Check, Finding, Name, Record, Reference
from cikrefs.names import abbreviated

__all__ = [
    "WRITERS",
    "Edit",
    "Writer",
    "edits",
    "edits_for",
    "entries",
    "fixed",
    "in_the_way_of",
    "put",
]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters from `start` to `end` of the cleaned text by `text`.

    `id` and `variable` (a field of Reference) say what is corrected, `rule` why.
    """

    start: int
    end: int
    text: str
    id: str
    variable: str
    rule: str


def edits(text: str, checks: Sequence[Check], only: Collection[str] = ()) -> list[Edit]:
    """Return the edits of a .bib file's cleaned `text` that `checks` of its references call for.

    With `only`, the edits for these rules alone, even where they are warnings.
    """
    by_line = entries(text)
    found: list[Edit] = []
    for check in checks:
        entry = by_line.get(check.reference.source.line or 0)
        if entry is None or any(f.rule == "doi-other-work" for f in check.findings):
            continue
        for finding in check.findings:
            wanted = finding.rule in only if only else finding.severity == "error"
            if wanted and finding.accepted is None:
                found += edits_for(text, entry, check, finding)
    return sorted(found, key=lambda edit: edit.start)


def entries(text: str) -> dict[int, Entry]:
    """Return the entries of a cleaned text by the line on which each begins."""
    lines = Lines(text)
    return {lines.place(entry.start)[0]: entry for entry in scan(text, lines, lambda _: None)}


def fixed(original: str, found: Sequence[Edit]) -> str:
    """Return `original`, line ends and byte order mark as they are, with the edits made.

    Raises CikrefsError if reading the result gives anything but the corrected fields.
    """
    result = editing.applied(original, [(edit.start, edit.end, edit.text) for edit in found])
    _verify(original, result, found)
    return result


def edits_for(text: str, entry: Entry, check: Check, finding: Finding) -> Iterator[Edit]:
    """Yield the edits of an entry that put right what a finding says is wrong, if any can."""
    write = WRITERS.get(finding.rule)
    if write is None or (check.record is None and finding.suggestion is None):
        return
    for variable, new in write(check, finding).items():
        yield from put(text, entry, check.reference, variable, new, finding.rule)


def put(  # what makes an Edit
    text: str, entry: Entry, reference: Reference, variable: str, new: str, rule: str
) -> Iterator[Edit]:
    """Yield the edit that gives a field a value in BibTeX, or takes it away for "".

    A DOI gets a line of its own where the entry has none; other fields must be there.
    """
    field, id_ = patching.field_of(entry, variable, reference), reference.id
    if field is None and variable == "DOI":
        at, end, line = patching.new_lines(text, entry, [patching.line("doi", new)])
        yield Edit(at, end, line, id_, variable, rule)
    if field is None or field.end <= field.offset:
        return
    if new:
        old = text[field.offset : field.end]
        value = re.sub(r"\d{4}", new, old, count=1) if variable == "issued" else new
        value = patching.delimited(text, field, value)
        yield Edit(field.offset, field.end, value, id_, variable, rule)
    else:
        start, end = patching.whole_field(text, entry, field)
        yield Edit(start, end, "", id_, variable, rule)


def _author(check: Check, _: Finding) -> Mapping[str, str]:
    """Write the registered authors as the print has them: initials if it has, cut where it cuts."""
    printed, record = check.reference.author, check.record
    if record is None or not printed:
        return {}
    names = in_the_way_of(printed, record.author)
    if printed[-1] == OTHERS and len(names) > len(printed) - 1:
        names = [*names[: len(printed) - 1], OTHERS]
    return {"author": bibtex_names.write(tuple(names))}


def in_the_way_of(printed: Sequence[Name], names: Sequence[Name]) -> list[Name]:
    """Return registered names with initials alone if the printed ones have no more."""
    short = all(
        len(part) <= 2 for name in printed for part in re.split(r"[\s-]+", name.given) if part
    )
    return [
        Name(n.family, abbreviated(n.given) if short else n.given, n.suffix, n.literal)
        for n in names
    ]


def _title(check: Check, _: Finding) -> Mapping[str, str]:
    return {"title": protect(_record(check).title[0], latex.encode)}


def _journal(check: Check, _: Finding) -> Mapping[str, str]:
    names = [latex.encode(name) for name in _record(check).container_title]
    return {"container_title": names[0], "container_title_short": names[-1]}


def _year(check: Check, _: Finding) -> Mapping[str, str]:
    return {"issued": str(_record(check).issued[0].year)}


def _as_registered(check: Check, finding: Finding) -> Mapping[str, str]:
    """Write the registered value, the first where there are several, as it is."""
    value = getattr(_record(check), finding.field or "")
    return {str(finding.field): value if isinstance(value, str) else value[0]}


def _doi(_: Check, finding: Finding) -> Mapping[str, str]:
    return {"DOI": finding.suggestion} if finding.suggestion else {}


def _record(check: Check) -> Record:
    if check.record is None:
        raise CikrefsError(f"{check.reference.id} has no record to be corrected by")
    return check.record


Writer = Callable[[Check, Finding], Mapping[str, str]]
"""Returns the new BibTeX value of each field to correct, "" for one to remove."""

_OF_FIELD: Mapping[str, Writer] = {
    "author": _author,
    "title": _title,
    "container_title": _journal,
    "issued": _year,
}
"""The fields of COMPARISONS that BibTeX writes in a way of its own."""

WRITERS: Mapping[str, Writer] = {
    **dict.fromkeys(("doi-malformed", "doi-not-found", "doi-missing"), _doi),
    **{row.rule: _OF_FIELD.get(row.field, _as_registered) for row in COMPARISONS},
}
"""How a finding's field is corrected; findings of other rules are left to people."""


def _verify(original: str, result: str, found: Sequence[Edit]) -> None:
    edited = {(edit.id, edit.variable) for edit in found}
    before = bibtex.loads(original, on_problem=lambda _: None)
    after = bibtex.loads(result, on_problem=lambda _: None)
    if len(before) != len(after):
        raise CikrefsError("the correction would break the file; nothing is changed")
    for old, new in zip(before, after, strict=True):
        for field in fields(Reference):
            same = getattr(old, field.name) == getattr(new, field.name) or field.name == "source"
            if not same and (old.id, field.name) not in edited:
                message = f"correcting {old.id} would change its {field.name}; nothing is changed"
                raise CikrefsError(message)
