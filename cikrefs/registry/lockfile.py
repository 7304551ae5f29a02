"""The lock file: what the registries answered on a day, so that a check needs no network.

One JSON object a line, sorted, holding only what is compared: a diff of it reads as "this record
has changed". The first line names the format and the services that were asked, so that a check by
the file asks no others. An identifier that was not registered has its line too, and so has a search
at a service, with all that it found; what nobody answered has none, since no answer is nothing to
keep. Version 1 held no searches, version 2 only DOIs and searches at Crossref; both are read, and
written anew as version 3.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, get_args

from cikrefs.errors import InputError, Problem
from cikrefs.identifiers import kind_of, named
from cikrefs.models import Date, Name, Notice, NoticeKind, Record
from cikrefs.registry.query import Query
from cikrefs.registry.services import REGISTRIES, SERVICES

VERSION = 3
_SEARCH = "search"
"""Begins the name of a search where DOIs are keys; no DOI begins so."""
_COMPARED = tuple(field for field in fields(Record) if field.compare)
_OF_TEXTS = frozenset(field.name for field in fields(Record) if field.type == "tuple[str, ...]")


@dataclass(frozen=True, slots=True)
class Locked:
    """A registry's answer (None: no such thing) and the day it was asked.

    The answer to a search is in `hits`, None where an identifier was asked for.
    """

    record: Record | None
    asked: dt.date
    hits: tuple[Record, ...] | None = None


def search_key(query: Query | str, service: str) -> str:
    """Return the name of a search: "search: cells", "search at pubmed: cells"."""
    return f"{_SEARCH}: {query}" if service == "crossref" else f"{_SEARCH} at {service}: {query}"


def _split(key: str) -> tuple[str, str]:
    """Return the query and the service of a search's name."""
    head, _, query = key.partition(": ")
    return query, head.removeprefix(_SEARCH).removeprefix(" at ") or "crossref"


def dumps(locked: Mapping[str, Locked], services: Collection[str] = REGISTRIES) -> str:
    """Return the lock file's text, the same for the same answers of the same `services`."""
    header = {"cikrefs-lock": VERSION, "services": sorted(services)}
    lines = [header, *(_line(key, locked[key]) for key in sorted(locked))]
    return "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def services_of(text: str) -> tuple[str, ...]:
    """Return the services that were asked for the lock file `text`. Raises InputError.

    Those of version 1 and 2 were not asked for other identifiers than DOIs, nor one after another.
    """
    try:
        header = json.loads(text.partition("\n")[0])
    except ValueError:
        header = None
    if header in ({"cikrefs-lock": 1}, {"cikrefs-lock": 2}):
        return ("crossref",)
    services = header.get("services") if isinstance(header, dict) else None
    if not isinstance(services, list) or header != {"cikrefs-lock": VERSION, "services": services}:
        raise InputError(Problem("is not a lock file of this version; write it anew", line=1))
    return tuple(name for name in REGISTRIES if name in services)


def loads(text: str, today: dt.date | None = None) -> dict[str, Locked]:
    """Return what `text` holds, by lower-case key. Raises InputError naming the damaged line.

    Damaged is also what no registry can have answered: a record of another work, a day after
    `today` (of which there may be two at once on earth), a value of the wrong type.
    """
    latest = (today or dt.datetime.now(dt.UTC).date()) + dt.timedelta(days=1)
    services_of(text)
    lines = text.removesuffix("\n").split("\n")  # other line ends may stand inside a value
    locked: dict[str, Locked] = {}
    for number, line in enumerate(lines[1:], start=2):
        try:
            key, answer = _read(json.loads(line), latest)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            problem = Problem(
                "is damaged; restore the line, or write the file anew", None, number, line
            )
            raise InputError(problem) from error
        if key in locked:
            raise InputError(Problem(f"has {key} a second time", line=number))
        locked[key] = answer
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
    if locked.hits is not None:
        query, service = _split(doi)
        found = [_plain(hit) for hit in locked.hits]
        at = {} if service == "crossref" else {"at": service}
        return {"search": query, **at, "asked": locked.asked.isoformat(), "found": found}
    record = locked.record
    if record and not answers_to(record, doi):
        record = replace(record, aliases=(*record.aliases, doi))  # asked for by this name
    answer = _plain(record) if record else {"registered": False}
    kind = "doi" if kind_of(doi) == "doi" else "id"
    return {kind: doi, "asked": locked.asked.isoformat(), **answer}


def answers_to(record: Record, key: str) -> bool:
    """Whether a record is of the work that `key` names."""
    return key.lower() in _names(record)


def _names(record: Record) -> set[str]:
    """Return the lower-case keys that a record answers to."""
    isbns = (f"isbn:{isbn}" for isbn in record.ISBN)
    ids = (f"pmid:{record.PMID}", f"pmcid:{record.PMCID}", *isbns)
    return {name.lower() for name in (record.DOI, *record.aliases, *ids)}


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


def _read(line: dict[str, Any], latest: dt.date) -> tuple[str, Locked]:
    asked = dt.date.fromisoformat(line.pop("asked"))
    if asked > latest:
        raise ValueError("asked in the future")
    if "search" in line:
        query, found = line.pop("search"), line.pop("found")
        service = line.pop("at", "crossref")
        if line or not isinstance(query, str) or not isinstance(found, list):
            raise ValueError("no search")
        if service not in SERVICES:
            raise ValueError("no service")
        return search_key(query, service), Locked(None, asked, tuple(_record(hit) for hit in found))
    doi = line.pop("id") if "id" in line else line.pop("doi")
    if line.pop("registered", True) is False:
        return doi.lower(), Locked(None, asked)
    record = _record(line)
    if not answers_to(record, doi):
        raise ValueError("a record of another work")
    return doi.lower(), Locked(record, asked)


def _record(line: dict[str, Any]) -> Record:
    for people in ("author", "editor"):
        line[people] = tuple(_name(name) for name in line.get(people, ()))
    line["issued"] = tuple(_date(text) for text in line.get("issued", ()))
    line["notices"] = tuple(_notice(*notice) for notice in line.get("notices", ()))
    values: dict[str, Any] = {}
    for field in _COMPARED:
        value = line.pop(field.name, field.default)
        values[field.name] = tuple(value) if isinstance(value, list) else value
        if not isinstance(values[field.name], tuple if field.default == () else str):
            raise TypeError(field.name)
        if field.name in _OF_TEXTS and not all(isinstance(one, str) for one in values[field.name]):
            raise TypeError(field.name)
    if line:
        raise ValueError(f"unknown: {', '.join(line)}")
    return Record(**values)


def _notice(kind: NoticeKind, doi: str, date: str, source: str) -> Notice:
    if kind not in get_args(NoticeKind) or not all(isinstance(one, str) for one in (doi, source)):
        raise TypeError("a notice")
    return Notice(kind, doi, _date(date) if date else None, source)


def _name(plain: str | list[str]) -> Name:
    if not all(isinstance(part, str) for part in plain):
        raise TypeError("a name")
    return Name(literal=plain) if isinstance(plain, str) else Name(*plain)


def _date(text: str) -> Date:
    return Date(*(int(part) for part in text.split("-")))


def differences(before: Mapping[str, Locked], after: Mapping[str, Locked]) -> Iterator[str]:
    """Yield a line for each key or search added, removed, or answered otherwise than before."""
    for key in sorted({*before, *after}):
        if key not in before:
            yield f"+ {key}"
        elif key not in after:
            yield f"- {key}"
        else:
            for change in changes(before[key].record, after[key].record):
                yield f"! {key} {change}"
            old, new = ([*map(_called, one.hits or ())] for one in (before[key], after[key]))
            if old != new:
                yield f"! {key} found: {_shown(old)} → {_shown(new)}"


def _called(hit: Record) -> str:
    """Return what a hit is known by: its DOI, another identifier, or its title."""
    name = named(hit)
    return str(name) if name else next(iter(hit.title), "")
