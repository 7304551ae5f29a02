"""Entries of one work merged into one: whose value of each field stays, where the others are kept.

The first entry stays and gets what it lacks. Of a field that several have, the fullest stays. What
another says beyond it is kept in `annote`, which no style prints, in words and with the key it had;
that key is kept in biblatex's `ids`, so that a text that cites it still finds its reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from cikrefs import dois
from cikrefs.checks import authors
from cikrefs.checks.compare import COMPARISONS
from cikrefs.checks.journals import same_journal
from cikrefs.checks.words import squeeze, words
from cikrefs.display import cell
from cikrefs.models import OTHERS, Date, Name, Reference

__all__ = ["Choice", "Merged", "merged", "place"]

ALIASES = "bibtex:ids"
"""Where biblatex keeps the further keys of an entry."""

_SAID_OTHERWISE = frozenset(("bibtex:ENTRYTYPE", "bibtex:LATEX", "ris:TY", ALIASES, "annote"))
_JOURNAL, _SHORT = "container_title", "container_title_short"
_FIELDS = tuple(f.name for f in fields(Reference) if f.name not in ("id", "extra", "source"))
NAMES: Mapping[str, str] = {row.field: row.name for row in COMPARISONS} | {
    "type": "Kind",
    "container_title_short": "Journal, short",
}
"""What people call the fields, where they call them otherwise."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A field of merged entries: what each said, "" for nothing, and whose was taken.

    `kept` are the places of those whose value says more than the one that was taken, or other
    things, and is kept in `annote`.
    """

    field: str
    said: tuple[str, ...]
    taken: int
    kept: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        """What people call the field."""
        return NAMES.get(self.field, self.field.removeprefix("bibtex:").replace("_", " "))


@dataclass(frozen=True, slots=True)
class Merged:
    """Entries of one work, and the one entry that they become; `why` they are the same work."""

    members: tuple[Reference, ...]
    why: str
    result: Reference
    choices: tuple[Choice, ...]


def merged(members: tuple[Reference, ...], why: str) -> Merged:
    """Return entries of one work as one; `why` they are the same work."""
    choices: list[Choice] = []
    changes: dict[str, Any] = {}
    for name in _FIELDS:
        values = [getattr(member, name) for member in members]
        if any(values):
            choice = _choice(name, values, members)
            choices.append(choice)
            changes[name] = values[choice.taken]
    if not changes.get(_SHORT):
        changes[_SHORT] = _abbreviation(members, changes.get(_JOURNAL, ""))
    extra: dict[str, object] = {}
    for name in dict.fromkeys(name for member in members for name in member.extra):
        values = [member.extra.get(name, "") for member in members]
        if name == "bibtex:LATEX":
            extra[name] = _latex(values)
        elif name not in _SAID_OTHERWISE:
            choices.append(_choice(name, values, members))
            extra[name] = values[choices[-1].taken]
        elif values[0]:
            extra[name] = values[0]
    extra |= _remembered(members, choices)
    result = replace(members[0], extra=extra, **changes)
    return Merged(members, why, result, tuple(choices))


def place(reference: Reference) -> str:
    """Return where a reference stands, as "list.bib:12", "" if nobody knows."""
    source = reference.source
    return ":".join(str(part) for part in (source.file, source.line) if part is not None)


def _latex(values: Sequence[object]) -> dict[str, object]:
    """Return how fields stood in a .bib, each as it stood first."""
    found: dict[str, object] = {}
    for value in values:
        if isinstance(value, Mapping):
            found |= {str(name): text for name, text in value.items() if name not in found}
    return found


def _choice(name: str, values: Sequence[Any], members: Sequence[Reference]) -> Choice:
    taken = max(range(len(values)), key=lambda number: (_fullness(name, values[number]), -number))
    kept = tuple(
        number
        for number, value in enumerate(values)
        if value and number != taken and not _is_said(name, value, values[taken], members[taken])
    )
    return Choice(name, tuple(cell(value) or "" for value in values), taken, kept)


def _fullness(name: str, value: Any) -> tuple[Any, ...]:
    """Return what makes a value the fuller of two: to be compared with others of its field."""
    if isinstance(value, tuple):
        people = [one for one in value if one != OTHERS]
        given = sum(len(squeeze(one.given)) for one in people)
        return bool(value), len(people), OTHERS not in value, given, _letters(str(cell(value)))
    if isinstance(value, Date):
        return True, bool(value.month or value.season), bool(value.day), value.end is not None
    if not isinstance(value, str) or name in ("DOI", "URL", "type"):
        return (bool(value) and value != "document",)
    return bool(value), len(words(value)), _letters(value)


def _letters(text: str) -> tuple[bool, int, int]:
    """Return how well a text is set: not in one case, so many letters, so many accents."""
    is_mixed = text != text.upper() and text != text.lower()
    return is_mixed, len(squeeze(text)), sum(not char.isascii() for char in text)


def _is_said(name: str, value: Any, taken: Any, whose: Reference) -> bool:
    """Whether what was `taken` says all that `value` says."""
    if isinstance(value, tuple) and isinstance(taken, tuple):
        return value == taken or _are_named(value, taken)
    if isinstance(value, Date) and isinstance(taken, Date):
        month, day = value.month and taken.month, value.day and taken.day
        return value == replace(taken, month=month, day=day)
    if not isinstance(value, str) or not isinstance(taken, str) or name == "URL":
        return bool(value == taken)
    if name == "DOI":
        return dois.key(value) == dois.key(taken)
    if name == _JOURNAL and (same_journal(value, taken) or value == whose.container_title_short):
        return True
    mine, all_ = words(value), words(taken)
    return squeeze(value) == squeeze(taken) or (bool(mine) and all_[: len(mine)] == mine)


def _are_named(value: tuple[Name, ...], taken: tuple[Name, ...]) -> bool:
    """Whether everybody of one list is in the other, in the same order, under as full a name."""
    people = [one for one in value if one != OTHERS]
    if len(people) > len([one for one in taken if one != OTHERS]):
        return False
    return bool(authors.compare(value, taken).agrees) and all(
        squeeze(one.given)[:1] == squeeze(other.given)[:1]
        and len(squeeze(one.given)) <= len(squeeze(other.given))
        for one, other in zip(people, taken, strict=False)
    )


def _abbreviation(members: Sequence[Reference], journal: str) -> str:
    """Return the short name that one of the members has for the journal that was taken."""
    names = (member.container_title for member in members)
    short = [name for name in names if name and len(words(name)) <= len(words(journal))]
    is_shorter = (n for n in short if len(n) < len(journal) and words(n) != words(journal))
    return next((name for name in is_shorter if same_journal(name, journal)), "")


def _remembered(members: Sequence[Reference], choices: Sequence[Choice]) -> dict[str, object]:
    """Return what is kept of the entries that go: their keys, and what they said differently."""
    notes = [str(member.extra["annote"]) for member in members if member.extra.get("annote")]
    for number, member in enumerate(members):
        said = [f"{choice.name} “{choice.said[number]}”" for choice in _kept(choices, number)]
        if said:
            where = f" ({place(member)})" if place(member) else ""
            notes.append(f"The entry {member.id}{where} has {', '.join(said)}.")
    known = [alias for member in members for alias in _aliases(member)]
    known += [member.id for member in members[1:]]
    aliases = [key for key in dict.fromkeys(known) if key != members[0].id]
    found: dict[str, object] = {"annote": " ".join(dict.fromkeys(notes))} if notes else {}
    return {**found, ALIASES: ", ".join(aliases)} if aliases else found


def _kept(choices: Sequence[Choice], number: int) -> Iterator[Choice]:
    return (choice for choice in choices if number in choice.kept)


def _aliases(reference: Reference) -> list[str]:
    found = str(reference.extra.get(ALIASES, "")).split(",")
    return [key.strip() for key in found if key.strip()]
