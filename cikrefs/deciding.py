"""Findings gone through one by one: what is decided of each, and what that makes of the files.

A decision takes the registered value, a suggested DOI, a value that somebody types, or keeps what
is printed, with a reason, which becomes an acceptance in the settings. All of it stays in memory
until the end, so that each can be undone. Nothing is decided for anybody: what was not looked at
stays as it is.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cikrefs import corrections, dois
from cikrefs.config import Acceptance
from cikrefs.corrections import Edit
from cikrefs.errors import InputError, visible
from cikrefs.formats.common.lines import clean
from cikrefs.models import Check, Finding

__all__ = ["Decisions", "Question", "accepting", "questions"]

_DOI = re.compile(r"10\.\d{4,9}/[^\s,;”]+")


@dataclass(frozen=True, slots=True)
class Question:
    """A finding to decide on. `suggestions` are DOIs that may be the right ones."""

    check: Check
    finding: Finding

    @property
    def field(self) -> str:
        """The field that is in question; that is the DOI where the finding is of none."""
        return self.finding.field or "DOI"

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The suggested DOI, and those of the nearest hits that the finding names."""
        named = [dois.bare(doi.rstrip("?")) for doi in _DOI.findall(self.finding.message)]
        found = dict.fromkeys([self.finding.suggestion or "", *named])
        printed = dois.key(self.check.reference.DOI)
        return tuple(doi for doi in found if dois.is_doi(doi) and dois.key(doi) != printed)


def questions(checks: Sequence[Check]) -> list[Question]:
    """Return what there is to decide: errors, warnings, and what nobody confirms."""
    return [
        Question(check, finding)
        for check in checks
        for finding in check.findings
        if finding.accepted is None and (finding.severity != "note" or finding.rule == "not-found")
    ]


class Decisions:
    """What was decided so far about the findings of a .bib file."""

    def __init__(self, original: str) -> None:
        self._original = original
        self._text = clean(original)
        self._entries = corrections.entries(self._text)
        self._made: list[tuple[list[Edit], Acceptance | None]] = []

    def registered(self, question: Question) -> list[Edit]:
        """Return the edits that take the registered value, none where none is known."""
        entry = self._entries.get(question.check.reference.source.line or 0)
        if entry is None or question.finding.suggestion or question.field == "DOI":
            return []
        return [*corrections.edits_for(self._text, entry, question.check, question.finding)]

    def take_registered(self, question: Question) -> None:
        """Take the registered value. Raises InputError where there is none."""
        self._make(question, self.registered(question), "no registered value can be taken")

    def take_doi(self, question: Question, doi: str) -> None:
        """Take a DOI, such as a suggested one."""
        self._put(question, "DOI", doi)

    def edit(self, question: Question, value: str) -> None:
        """Take a value that somebody typed, as it is written in a .bib."""
        self._put(question, question.field, value)

    def keep(self, question: Question, reason: str) -> None:
        """Keep what is printed. Raises InputError if no reason is given."""
        if not reason.strip():
            raise InputError("a reason must be given, since the next reader has to know")
        id_, rule = question.check.reference.id, question.finding.rule
        self._made.append(([], Acceptance(id_, rule, reason.strip())))

    def skip(self) -> None:
        """Decide nothing."""
        self._made.append(([], None))

    def undo(self) -> None:
        """Take the last decision back. Raises InputError if there is none."""
        if not self._made:
            raise InputError("there is nothing to undo")
        self._made.pop()

    @property
    def number(self) -> int:
        """How many questions are answered."""
        return len(self._made)

    @property
    def acceptances(self) -> list[Acceptance]:
        """What is to be accepted from now on."""
        return [acceptance for _, acceptance in self._made if acceptance]

    def result(self) -> str:
        """Return the file's text as it was decided. Raises CikrefsError if it cannot be so."""
        return corrections.fixed(self._original, self._edits())

    def _edits(self) -> list[Edit]:
        """Return the edits in order; of two of the same field, the later counts."""
        by_field = {(edit.id, edit.variable): edit for edits, _ in self._made for edit in edits}
        return sorted(by_field.values(), key=lambda edit: edit.start)

    def _put(self, question: Question, variable: str, value: str) -> None:
        reference = question.check.reference
        entry = self._entries.get(reference.source.line or 0)
        if entry is None or not value.strip():
            raise InputError("no value is given" if entry else "the entry cannot be found")
        rule = question.finding.rule
        found = corrections.put(self._text, entry, reference, variable, value.strip(), rule)
        self._make(question, [*found], f"the entry has no field of its own for {variable}")

    def _make(self, question: Question, edits: list[Edit], why_not: str) -> None:
        """Note a decision that can be carried out; its entry alone is read again, being quicker."""
        entry = self._entries.get(question.check.reference.source.line or 0)
        if entry is None or not edits:
            raise InputError(why_not)
        start = entry.start
        here = [replace(edit, start=edit.start - start, end=edit.end - start) for edit in edits]
        corrections.fixed(self._text[start : entry.end], here)
        self._made.append((edits, None))


def accepting(original: str, acceptances: Sequence[Acceptance], *, in_pyproject: bool) -> str:
    """Return the text of a settings file with acceptances at its end; what it holds stays.

    Raises InputError if it could not be read with them.
    """
    newline = "\r\n" if "\r\n" in original else "\n"
    name = "tool.cikrefs.accept" if in_pyproject else "accept"
    blocks = [
        f"[[{name}]]\nid = {_quoted(one.id)}\nrule = {_quoted(one.rule)}\n"
        f"reason = {_quoted(one.reason)}\n"
        for one in acceptances
    ]
    ended = original if original.endswith("\n") or not original else original + newline
    between = newline if ended else ""
    result = ended + between + "\n".join(blocks).replace("\n", newline)
    try:
        tomllib.loads(result)
    except ValueError as error:
        raise InputError(f"{error}; add the acceptances by hand") from error
    return result


def _quoted(text: str) -> str:
    return json.dumps(visible(text) if "\x7f" in text else text, ensure_ascii=False)
