"""The lock file: what the registries answered on a day, so that a check needs no network.

One JSON object a line, sorted by DOI, holding only what is compared: a diff of it reads as "this
record has changed". The first line names the format. A DOI that was not registered has its line
too; one about which nobody answered has none, since there is no answer to keep.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from cikrefs.errors import InputError, Problem, Unavailable
from cikrefs.models import Date, Name, Notice, Record
from cikrefs.registry.registries import Answer, OnProgress

HEADER = {"cikrefs-lock": 1}
_COMPARED = tuple(field for field in fields(Record) if field.compare)


@dataclass(frozen=True, slots=True)
class Locked:
    """A registry's answer (None: no such DOI) and the day it was given."""

    record: Record | None
    asked: dt.date


class Lock:
    """A Registry that knows what a lock file holds, under lower-case DOIs, and nothing else.

    What it does not hold is Unavailable, and so is every search, since nobody is asked.
    """

    def __init__(self, locked: Mapping[str, Locked], name: str = "the lock file") -> None:
        self.locked = dict(locked)
        self._name = name

    def look_up(
        self, dois: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        """Return what is locked for every one of `dois`."""
        if on_progress:
            on_progress(len(dois))
        return {doi: self._answer(doi) for doi in dois}

    def _answer(self, doi: str) -> Answer:
        locked = self.locked.get(doi.lower())
        return locked.record if locked else Unavailable(f"{doi} is not in {self._name}")

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        """Return the locked records of those of `dois` that have one."""
        found = {doi: self.locked.get(doi.lower()) for doi in dois}
        return {doi: locked.record for doi, locked in found.items() if locked and locked.record}

    def search(self, query: str, rows: int = 5) -> list[Record]:  # noqa: ARG002  # Registry's
        """Raise Unavailable: a lock file cannot be searched for what it does not hold."""
        raise Unavailable(f"{self._name} cannot be searched")


def dumps(locked: Mapping[str, Locked]) -> str:
    """Return the lock file's text, the same for the same answers."""
    lines = [HEADER, *(_line(doi, locked[doi]) for doi in sorted(locked))]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def loads(text: str) -> dict[str, Locked]:
    """Return what `text` holds, by lower-case DOI. Raises InputError naming the damaged line."""
    lines = text.splitlines()
    try:
        header = json.loads(lines[0]) if lines else None
    except ValueError:
        header = None
    if header != HEADER:
        raise InputError(Problem("is not a lock file of this version; write it anew", line=1))
    locked = {}
    for number, line in enumerate(lines[1:], start=2):
        try:
            doi, answer = _read(json.loads(line))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            problem = Problem(
                "is damaged; restore the line, or write the file anew", None, number, line
            )
            raise InputError(problem) from error
        if doi in locked:
            raise InputError(Problem(f"has {doi} a second time", line=number))
        locked[doi] = answer
    return locked


def changes(before: Record | None, after: Record | None) -> Iterator[str]:
    """Yield, in words, what differs between two answers about a DOI; nothing if they agree."""
    if before is None or after is None:
        if before is not after:
            yield "is now registered" if after else "is no longer registered"
        return
    old, new = _plain(before), _plain(after)
    for name in dict.fromkeys((*old, *new)):
        if old.get(name) != new.get(name):
            yield f"{name}: {_shown(old.get(name))} → {_shown(new.get(name))}"


def _shown(value: object) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)


def _line(doi: str, locked: Locked) -> dict[str, object]:
    answer = _plain(locked.record) if locked.record else {"registered": False}
    return {"doi": doi, "asked": locked.asked.isoformat(), **answer}


def _plain(record: Record) -> dict[str, object]:
    """Return a record as JSON values, empty fields left out; persons are lists, groups strings."""
    plain: dict[str, object] = {}
    for field in _COMPARED:
        value = getattr(record, field.name)
        if field.name in ("author", "editor"):
            value = [_plain_name(name) for name in value]
        elif field.name == "issued":
            value = [str(date) for date in value]
        elif field.name == "notices":
            value = [_plain_notice(notice) for notice in value]
        elif isinstance(value, tuple):
            value = list(value)
        if value:
            plain[field.name] = value
    return plain


def _plain_name(name: Name) -> str | list[str]:
    parts = [name.family, name.given, name.suffix]
    while parts and not parts[-1]:
        parts.pop()
    return name.literal or parts


def _plain_notice(notice: Notice) -> list[str]:
    return [notice.kind, notice.DOI, str(notice.date or ""), notice.source]


def _read(line: dict[str, Any]) -> tuple[str, Locked]:
    doi, asked = line.pop("doi"), dt.date.fromisoformat(line.pop("asked"))
    if line.pop("registered", True) is False:
        return doi.lower(), Locked(None, asked)
    for people in ("author", "editor"):
        line[people] = tuple(_name(name) for name in line.get(people, ()))
    line["issued"] = tuple(_date(text) for text in line.get("issued", ()))
    line["notices"] = tuple(
        Notice(kind, notice_doi, _date(text) if text else None, source)
        for kind, notice_doi, text, source in line.get("notices", ())
    )
    values: dict[str, Any] = {}
    for field in _COMPARED:
        value = line.pop(field.name, field.default)
        values[field.name] = tuple(value) if isinstance(value, list) else value
        if not isinstance(values[field.name], tuple if field.default == () else str):
            raise TypeError(field.name)
    if line:
        raise ValueError(f"unknown: {', '.join(line)}")
    return doi.lower(), Locked(Record(**values), asked)


def _name(plain: str | list[str]) -> Name:
    return Name(literal=plain) if isinstance(plain, str) else Name(*plain)


def _date(text: str) -> Date:
    return Date(*(int(part) for part in text.split("-")))


def lock(
    dois: Iterable[str],
    answers: Mapping[str, Answer],
    kept: Mapping[str, Locked],
    today: dt.date,
) -> dict[str, Locked]:
    """Return what to lock for `dois`: the new answers, or else what was `kept` from before."""
    locked = {}
    for doi in dois:
        answer = answers.get(doi, Unavailable("not asked"))
        if not isinstance(answer, Unavailable):
            locked[doi.lower()] = Locked(answer, today)
        elif doi.lower() in kept:
            locked[doi.lower()] = kept[doi.lower()]
    return locked


def differences(before: Mapping[str, Locked], after: Mapping[str, Locked]) -> Iterator[str]:
    """Yield a line for each DOI added, removed, or answered differently from before."""
    for doi in sorted({*before, *after}):
        if doi not in before:
            yield f"+ {doi}"
        elif doi not in after:
            yield f"- {doi}"
        else:
            for change in changes(before[doi].record, after[doi].record):
                yield f"! {doi} {change}"
