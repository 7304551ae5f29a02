"""Lists of references put together: several into one, and entries of one work into one entry.

Nothing is lost on the way. Two lists merge with all that either holds; a key that is taken gets a
letter, and duplicates are named. Where entries are merged, the first stays and gets what it lacks.
Of a field that both have, the fuller stays. What the other says beyond it is kept in `annote`,
which no style prints, in words and with the key it had; that key is kept in biblatex's `ids`, so
that a text that cites it still finds its reference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from cikrefs import dois, keys
from cikrefs.checks import authors
from cikrefs.checks.compare import COMPARISONS
from cikrefs.checks.duplicates import twins
from cikrefs.checks.journals import same_journal
from cikrefs.checks.twins import LIKENESS, identifiers
from cikrefs.checks.words import squeeze, words
from cikrefs.display import cell
from cikrefs.models import OTHERS, Date, Name, Reference

__all__ = [
    "Added",
    "Choice",
    "Deduplicated",
    "Joined",
    "Merged",
    "Renamed",
    "added",
    "deduplicated",
    "joined",
]

ALIASES = "bibtex:ids"
"""Where biblatex keeps the further keys of an entry."""

_SAID_OTHERWISE = frozenset(("bibtex:ENTRYTYPE", "bibtex:LATEX", "ris:TY", ALIASES, "annote"))
_JOURNAL, _SHORT = "container_title", "container_title_short"
_FIELDS = tuple(f.name for f in fields(Reference) if f.name not in ("id", "extra", "source"))
NAMES: Mapping[str, str] = {row.field: row.name for row in COMPARISONS} | {"type": "Kind"}
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


@dataclass(frozen=True, slots=True)
class Renamed:
    """A reference under its new key, and the key it had, which an earlier list has too."""

    reference: Reference
    old: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Lists put together: all their references, and those of them that have a new key."""

    references: tuple[Reference, ...]
    renamed: tuple[Renamed, ...] = ()


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """Lists with each work once: what is left, what was merged, what has a new key.

    `becomes` is, by its place in the lists as they follow each other, what each reference that was
    merged became: the one entry, or None.
    """

    references: tuple[Reference, ...]
    groups: tuple[Merged, ...]
    becomes: Mapping[int, Reference | None]
    renamed: tuple[Renamed, ...] = ()


def joined(*lists: Sequence[Reference]) -> Joined:
    """Return the references of all lists in their order, each under a key that no other list has.

    A key that an earlier list has gets a letter behind it. Where two references of one list have
    the same key, both keep it, since either may be the one that is meant.
    """
    taken = {reference.id for one in lists for reference in one}
    earlier: set[str] = set()
    every: list[Reference] = []
    renamed: list[Renamed] = []
    for one in lists:
        clashing = {reference.id for reference in one if reference.id} & earlier
        new = {}
        for key in sorted(clashing):
            new[key] = keys.free(key, taken)
            taken.add(new[key])
        for reference in one:
            if reference.id in new:
                reference = replace(reference, id=new[reference.id])  # noqa: PLW2901  # the same one
                renamed.append(Renamed(reference, next(k for k in new if new[k] == reference.id)))
            every.append(reference)
            earlier.add(reference.id)
    return Joined(tuple(keys.assign(every)), tuple(renamed))


def deduplicated(*lists: Sequence[Reference]) -> Deduplicated:
    """Return the references of all lists with each work once, at the place of its first entry.

    Whether two entries are the same work, `cikrefs.checks.twins` says. Keys are as in `joined`.
    """
    keyed = keys.assign(reference for one in lists for reference in one)
    becomes: dict[int, Reference | None] = {}
    groups = []
    for group in twins(keyed):
        groups.append(_merged(tuple(keyed[member] for member in group.members), group.why))
        becomes |= {**dict.fromkeys(group.members), group.members[0]: groups[-1].result}
    start, left = 0, []
    for one in lists:
        kept = (becomes.get(number, keyed[number]) for number in range(start, start + len(one)))
        left.append([reference for reference in kept if reference is not None])
        start += len(one)
    all_ = joined(*left)
    return Deduplicated(all_.references, tuple(groups), becomes, all_.renamed)


@dataclass(frozen=True, slots=True)
class Added:
    """References that a list has not had, under keys like its own, and those that it had.

    Of each of the latter, `duplicates` names the one that the list has, and what shows it.
    """

    references: tuple[Reference, ...]
    duplicates: tuple[tuple[Reference, Reference, str], ...]


def added(held: Sequence[Reference], new: Sequence[Reference]) -> Added:
    """Return those of `new` that a list which holds `held` has not, under keys of its habit.

    One that shares an identifier with one that is held is never added, whatever else they say.
    """
    every = [*held, *(replace(reference, id="") for reference in new)]
    earlier: dict[int, tuple[int, str]] = {}
    first: dict[tuple[str, str], int] = {}
    for number, reference in enumerate(every):
        for identifier in identifiers(reference).items():
            same = first.setdefault(identifier, number)
            if same != number:
                earlier.setdefault(number, (same, identifier[0]))
    for group in twins(every):
        for number in group.members[1:]:
            earlier.setdefault(number, (group.members[0], group.why))
    wanted = [n for n in range(len(held), len(every)) if n not in earlier]
    keyed = keys.assign([*held, *(every[n] for n in wanted)], keys.habit(held))[len(held) :]
    by_place = dict(enumerate(held)) | dict(zip(wanted, keyed, strict=True))
    again = [
        (every[number], by_place[same], why)
        for number, (same, why) in sorted(earlier.items())
        if number >= len(held) and same in by_place
    ]
    return Added(tuple(keyed), tuple(again))


def place(reference: Reference) -> str:
    """Return where a reference stands, as "list.bib:12", "" if nobody knows."""
    source = reference.source
    return ":".join(str(part) for part in (source.file, source.line) if part is not None)


def shown_by(why: str) -> str:
    """Return what shows that two are the same work, in words."""
    return f"by {why}" if why == LIKENESS else f"by their {why}"


def _merged(members: tuple[Reference, ...], reason: str) -> Merged:
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
    return Merged(members, reason, result, tuple(choices))


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
