"""References that are the same work: twice in one list is a slip, in two lists a work cited twice.

A file is a list. Two papers may cite one work, so that of a DOI in two files there is but a note,
which names the other file for whoever meant them to be parts of one list. Without a DOI, all that
is known of both tells whether references are the same work. To compare every reference with every
other takes too long from some thousand on. So those alone are compared that share an identifier,
the beginning or the end of their titles, first author and year, or volume and first page; one slip
leaves one of these as it was.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cikrefs import dois
from cikrefs.checks.rules import RULES
from cikrefs.checks.twins import LIKENESS, contradict, identifiers, same_work
from cikrefs.checks.words import fold, telling
from cikrefs.models import Check, Finding, Reference

__all__ = ["Twins", "twins", "with_duplicates"]

NEAR = 12
"""With so many of those that share something, in the order of their locators, one is compared:
"Editorial" begins thousands of titles."""


@dataclass(frozen=True, slots=True)
class Twins:
    """References that are the same work: their places in the list, in order, and what shows it.

    `why` is "DOI", "PMID" or the like for an identifier they share, else `twins.LIKENESS`.
    """

    members: tuple[int, ...]
    why: str


def with_duplicates(checks: Sequence[Check]) -> list[Check]:
    """Return the checks with `doi-duplicate` on each reference whose DOI an earlier one has."""
    first: dict[str, dict[str | None, Reference]] = {}
    result = []
    for check in checks:
        reference, findings = check.reference, check.findings
        if reference.DOI:
            by_file = first.setdefault(dois.key(reference.DOI), {})
            findings = (*findings, *_duplicates(reference, by_file))
            by_file.setdefault(reference.source.file, reference)
        result.append(replace(check, findings=findings))
    return result


def _duplicates(reference: Reference, by_file: dict[str | None, Reference]) -> list[Finding]:
    """Return the finding about the earlier references with the DOI, the first of each file."""
    if not by_file:
        return []
    same_file = by_file.get(reference.source.file)
    earlier = same_file or next(iter(by_file.values()))
    who = earlier.id or earlier.source.label or "an earlier reference"
    of_file = "" if same_file else f" of {earlier.source.file or 'another list'}"
    return [
        RULES["doi-duplicate"].finding(
            f"{who}{of_file} has the same DOI",
            severity="warning" if same_file else "note",
            printed=reference.DOI,
        )
    ]


def twins(references: Sequence[Reference]) -> list[Twins]:
    """Return the groups of references that are the same work, in the order of their first.

    Works whose identifiers differ are never in one group; a reference that is like two of these,
    as a copy without DOI may be, is in neither's.
    """
    groups = _Groups(references)
    like: dict[int, set[int]] = defaultdict(set)
    for one, other in _pairs(references):
        why = same_work(references[one], references[other])
        if why == LIKENESS:
            like[one].add(other)
            like[other].add(one)
        elif why:
            groups.join(one, other, why)
    for one, others in like.items():
        if not groups.are_many(others):
            for other in others:
                if not groups.are_many(like[other]):
                    groups.join(one, other, LIKENESS)
    return groups.found()


class _Groups:
    """Groups that grow together, each with the identifiers of its members."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._of = list(range(len(references)))
        self._members = {number: [number] for number in self._of}
        self._identifiers = [identifiers(reference) for reference in references]
        self._why: dict[int, str] = {}

    def join(self, one: int, other: int, why: str) -> None:
        """Make one group of two, unless their identifiers contradict each other."""
        first, second = sorted((self._of[one], self._of[other]))
        if first == second or contradict(self._identifiers[first], self._identifiers[second]):
            return
        for member in self._members[second]:
            self._of[member] = first
        self._members[first] += self._members.pop(second)
        self._identifiers[first] = {**self._identifiers[second], **self._identifiers[first]}
        self._why.setdefault(first, self._why.get(second, why))

    def are_many(self, members: set[int]) -> bool:
        """Whether references are of groups that are different works."""
        known = [self._identifiers[group] for group in {self._of[member] for member in members}]
        return any(contradict(one, other) for one in known[:NEAR] for other in known[:NEAR])

    def found(self) -> list[Twins]:
        """Return the groups of more than one."""
        return [
            Twins(tuple(sorted(members)), self._why[group])
            for group, members in sorted(self._members.items())
            if len(members) > 1
        ]


def _pairs(references: Sequence[Reference]) -> Iterator[tuple[int, int]]:
    """Yield the places of those that may be the same work, the lower first, each pair once."""
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, reference in enumerate(references):
        for key in {*_keys(reference)}:
            blocks[key].append(number)
    seen: set[tuple[int, int]] = set()
    for numbers in blocks.values():
        if len(numbers) > NEAR:
            numbers.sort(key=lambda number: _locators(references[number]))
        for place, one in enumerate(numbers):
            for other in numbers[place + 1 : place + 1 + NEAR]:
                pair = (min(one, other), max(one, other))
                if pair not in seen:
                    seen.add(pair)
                    yield pair


def _locators(reference: Reference) -> tuple[str, ...]:
    year = str(reference.issued.year) if reference.issued else ""
    return year, reference.volume, reference.issue, reference.page, reference.title


def _keys(reference: Reference) -> Iterator[tuple[str, ...]]:
    """Yield what a reference shares with every other of the same work, but for one slip."""
    yield from identifiers(reference).items()
    title = telling(reference.title) if reference.title else ()
    if title:
        yield ("begins", *title[:3])
        yield ("ends", *title[-3:])
    year = str(reference.issued.year) if reference.issued else ""
    people = reference.author or reference.editor
    who = fold(people[0].family or people[0].literal)[:4] if people else ""
    if who and title:
        yield "who", who, year
    page = re.sub(r"\D.*", "", re.sub(r"^\D+", "", reference.page or reference.number))
    if page and (reference.volume or who):
        yield "place", reference.volume or who, page, year
