"""Lists of references put together: several into one, and entries of one work into one entry.

Nothing is lost on the way. Two lists merge with all that either holds; a key that is taken gets a
letter, and duplicates are named. How entries of one work become one, `cikrefs.merged` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cikrefs import keys
from cikrefs.checks.duplicates import twins
from cikrefs.checks.twins import LIKENESS, identifiers
from cikrefs.merged import Merged, merged
from cikrefs.models import Reference

__all__ = [
    "Added",
    "Deduplicated",
    "Joined",
    "Renamed",
    "added",
    "deduplicated",
    "joined",
]


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
        groups.append(merged(tuple(keyed[member] for member in group.members), group.why))
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


def shown_by(why: str) -> str:
    """Return what shows that two are the same work, in words."""
    return f"by {why}" if why == LIKENESS else f"by their {why}"
