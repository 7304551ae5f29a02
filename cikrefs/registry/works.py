"""A registry's record as a reference of its own: what a reference manager wants of it.

A Record keeps every value that a print may have, for comparing; here one of each is chosen, for
keeping: the fullest title, the year of print (to which the volume belongs) before that of the web,
the ISBN and ISSN of print. Names stay as registered, but initials are "I. G. H.". Abstracts are
left out, since they are no part of a reference, and so is a URL that would only repeat the DOI.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from cikrefs.models import Name, Record, Reference
from cikrefs.names import initials
from cikrefs.registry.types import KINDS
from cikrefs.web.fields import date, members, names, text, texts

_IN_BOOKS: Final = ("chapter", "paper-conference", "entry-encyclopedia")
_BY_INSTITUTION: Final = ("thesis", "report", "article")
"""CSL types whose institution (university, preprint server) is named as the publisher."""

_VOWELS: Final = frozenset("AEIOUY")


def crossref_work(item: Mapping[str, object], record: Record) -> Reference:
    """Return the work that Crossref's JSON `item`, read before into `record`, describes."""
    kind = KINDS.get(text(item.get("subtype"))) or KINDS.get(text(item.get("type")))
    type_, genre = kind or (record.type, "")
    containers = texts(item.get("container-title"))
    short = next(iter(texts(item.get("short-container-title"))), "")
    is_part = len(containers) > 1 and type_ in _IN_BOOKS
    institution = next((text(one.get("name")) for one in _objects(item.get("institution"))), "")
    event = next(iter(_objects(item.get("event"))), {})
    number = text(item.get("article-number"))
    body = next(iter(_objects(item.get("standards-body"))), {})
    work = _of_record(record)
    return replace(
        work,
        type=type_,
        title_short=_other(texts(item.get("short-title")), work.title),
        translator=_people(names(item.get("translator"))),
        container_title=containers[is_part] if containers else "",
        container_title_short=_other((short,), *containers),
        collection_title=containers[0] if is_part else "",
        page=text(item.get("page")) or number,
        number=number,
        edition=text(item.get("edition-number")),
        publisher=(type_ in _BY_INSTITUTION and institution) or record.publisher,
        publisher_place=text(item.get("publisher-location")),
        authority=text(body.get("name")),
        event_title=text(event.get("name")),
        event_place=text(event.get("location")),
        event_date=date(event.get("start")),
        genre=next(iter(texts(item.get("degree"))), genre),
        issued=next(iter(record.issued), None) or date(item.get("approved")),
        ISBN=_of_print(item, "ISBN"),
        ISSN=_of_print(item, "ISSN"),
        language=text(item.get("language")),
    )


def datacite_work(attributes: Mapping[str, object], record: Record) -> Reference:
    """Return the work that DataCite's `attributes`, read before into `record`, describe."""
    types = next(iter(_objects(attributes.get("types"))), {})
    container = next(iter(_objects(attributes.get("container"))), {})
    general = text(types.get("resourceTypeGeneral")).lower()
    type_, genre = KINDS.get(general, (record.type, ""))
    identifier = text(container.get("identifier"))
    year = record.issued[0].year if record.issued else None
    days = [day for day in record.issued if day.year == year]
    return replace(
        _of_record(record),
        type=type_,
        container_title=next(iter(record.container_title), ""),
        page=next(iter(record.page), ""),
        version=text(attributes.get("version")),
        genre=genre,
        issued=max(days, key=lambda day: len(str(day)), default=None),
        ISSN=identifier if container.get("identifierType") == "ISSN" else "",
        ISBN=identifier if container.get("identifierType") == "ISBN" else "",
        language=text(attributes.get("language")),
    )


def _of_record(record: Record) -> Reference:
    """Return the fields of which a record has one value, or its first."""
    return Reference(
        type=record.type,
        title=next(iter(record.title), ""),
        author=_people(record.author),
        editor=_people(record.editor),
        volume=record.volume,
        issue=record.issue,
        publisher=record.publisher,
        DOI=record.DOI,
    )


def _objects(value: object) -> list[Mapping[str, object]]:
    return members(value if isinstance(value, list) else [value])


def _other(values: Sequence[str], *known: str) -> str:
    """Return the first value if it differs from the `known` ones, else ""."""
    value = next(iter(values), "")
    return value if value not in known else ""


def _of_print(item: Mapping[str, object], name: str) -> str:
    """Return the number of the printed edition, or the first; `name` is "ISBN" or "ISSN"."""
    typed = members(item.get(f"{name.lower()}-type"))
    printed = [text(number.get("value")) for number in typed if number.get("type") == "print"]
    return next(filter(None, (*printed, *texts(item.get(name)))), "")


def _people(registered: Sequence[Name]) -> tuple[Name, ...]:
    return tuple(replace(name, given=_given(name)) for name in registered)


def _given(name: Name) -> str:
    """Return the given names with initials as "I. G. H."."""
    return " ".join(
        initials(word) if _are_initials(word, name.family) else word for word in name.given.split()
    )


def _are_initials(word: str, family: str) -> bool:
    """Whether `word` is at most three capitals; beside a family name in capitals, no word."""
    letters = word.replace(".", "")
    if not (letters.isalpha() and letters.isupper() and len(letters) <= 3):
        return False
    return "." in word or not family.isupper() or _VOWELS.isdisjoint(letters)
