"""Web of Science's plain text (field tagged) files: read, never written.

A tag takes two places and a blank, values run on over lines indented by three, and in a list of
names each line is a name (https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html).
`AF` is the author and `AU`, its abbreviation, only where there is no `AF`. Keywords are the
author's (`DE`) and the database's (`ID`). Capitals stay as printed. Tags without a name here are
kept, with all their values, in `extra` under "wos:TAG", among them `DT`, the kind of document in
words; so is a date of which only the year is understood ("MAR-APR").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cikrefs import dates
from cikrefs.errors import OnProblem
from cikrefs.formats.common import persons
from cikrefs.formats.common.draft import Draft, is_article, joined_keywords
from cikrefs.formats.common.lines import clean
from cikrefs.formats.common.tagged import Grammar, Record, Tags, records
from cikrefs.models import Date, Name, Reference

GRAMMAR = Grammar(
    re.compile(r"([A-Z][A-Z0-9])(?: (.*)|)"), "PT", "ER", outside=frozenset({"FN", "VR", "EF"})
)

TYPES: Mapping[str, str] = {
    "J": "article-journal",
    "B": "book",
    "S": "chapter",
    "C": "paper-conference",
    "P": "patent",
}
"""The publication types (`PT`): journal, book, series, conference, patent."""

KINDS: Mapping[str, str] = {"proceedings paper": "paper-conference", "book chapter": "chapter"}
"""The document types (`DT`) that say more than `PT`, where that is no journal."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("TI",),
    "container_title": ("SO",),
    "container_title_short": ("JI",),
    "collection_title": ("SE",),
    "event_title": ("CT",),
    "event_place": ("CL",),
    "volume": ("VL",),
    "issue": ("IS",),
    "publisher": ("PU", "AE"),
    "publisher_place": ("PI",),
    "DOI": ("DI",),
    "ISSN": ("SN", "EI"),
    "ISBN": ("BN",),
    "PMID": ("PM",),
    "language": ("LA",),
    "abstract": ("AB",),
}
"""Fields whose tag, the first of these, is their text."""

PEOPLE: Mapping[str, tuple[str, ...]] = {
    "author": ("AF", "AU"),
    "editor": ("BE", "ED"),
    "container_author": ("BF", "BA"),
}
"""Names, one a line: the first of these tags that is there."""

_SAID_AGAIN = {"AF": "AU", "BF": "BA"}
"""Names in full, and the tag that repeats them abbreviated."""

_ADDRESS = re.compile(r" ?\([^()\s]+@[^()\s]+\)")
"""An e-mail address behind a name."""
_GROUPS = ("CA", "GP")


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a Web of Science export's text, in its order, without ids.

    A record without `PT` or without `ER`, which may be cut off, and a line that belongs to no
    record go to `on_problem` or, without it, are raised as InputError.
    """
    return list(iterate(text, on_problem=on_problem))


def iterate(text: str, *, on_problem: OnProblem | None = None) -> Iterator[Reference]:
    """Yield the references as `loads` returns them, each as soon as its record is read."""
    lines = clean(text).split("\n")
    return (_reference(record, lines) for record in records(lines, GRAMMAR, on_problem))


def _reference(record: Record, lines: Sequence[str]) -> Reference:
    left, draft = Tags(record.tags), Draft()
    type_ = _type(left)
    for name, tagged in PEOPLE.items():
        _take_names(name, tagged, left, draft, type_)
    if type_ == "book":
        _put(draft, "title", left, "TI", "SO")
    if type_ == "patent":
        _put(draft, "number", left, "PN")
    for name, tagged in FIELDS.items():
        _put(draft, name, left, *tagged)
    _take_date(left, draft)
    _take_page(left, draft, type_)
    keywords = left.take_all(("DE", "ID"))
    if keywords:
        draft.put("keyword", joined_keywords(tag.text for tag in keywords), keywords[0].place)
    left.keep(draft, "wos:")
    text = "\n".join(lines[record.first - 1 : record.last]).rstrip()
    return draft.reference("", type_, line=record.first, text=text)


def _type(left: Tags) -> str:
    tag = left.first(("PT",))
    code = tag.text if tag else ""
    if tag and code not in TYPES:
        left.put_back(tag)
    type_ = TYPES.get(code, "document")
    kinds = " ".join(tag.text.lower() for tag in left.get("DT"))
    if code != "J":
        type_ = next((kind for words, kind in KINDS.items() if words in kinds), type_)
    return type_


def _put(draft: Draft, name: str, left: Tags, *tagged: str) -> None:
    tag = left.first(tagged)
    if tag:
        draft.put(name, tag.text, tag.place)


def _take_names(name: str, tagged: Sequence[str], left: Tags, draft: Draft, type_: str) -> None:
    """Read names, each on its line, and after the authors the groups they write for."""
    used = next((tag for tag in tagged if left.get(tag)), "")
    found = left.take_all((used,))
    names = [
        _person(_ADDRESS.sub("", line).strip(), type_)
        for tag in found
        for line in tag.lines
        if line.strip()
    ]
    short = left.get(_SAID_AGAIN.get(used, ""))
    if sum(len(tag.lines) for tag in short) == len(names):
        left.take(*short)
    if name == "author":
        groups = left.take_all(_GROUPS)
        names += [Name(literal=line.strip()) for tag in groups for line in tag.lines]
        found += groups
    if names:
        draft.put(name, tuple(names), found[0].place)


def _person(text: str, type_: str) -> Name:
    """Return a name; Derwent's inventors of a patent have no comma ("YANG Y")."""
    is_derwents = type_ == "patent" and "," not in text
    return persons.abbreviated(text) if is_derwents else persons.inverted(text)


def _take_date(left: Tags, draft: Draft) -> None:
    """Read the year (`PY`) with the month and the day (`PD`), if they are understood."""
    year, day = left.first(("PY",)), left.first(("PD",))
    said = day.text.removesuffix(year.text).strip() if year and day else ""
    date = dates.from_parts(year.text, said) if year and day else None
    if date is None and year:
        date = dates.from_parts(year.text)
        if date is None:
            left.put_back(year)
        if day:
            left.put_back(day)
    elif day and not year:
        left.put_back(day)
    if isinstance(date, Date) and year:
        draft.put("issued", date, year.place)


def _take_page(left: Tags, draft: Draft, type_: str) -> None:
    """Read the pages (`BP`, `EP`, or `PS` for both), or else the article's number (`AR`)."""
    start, end = left.first(("BP",)), left.first(("EP",))
    first = start or end
    if first:
        is_range = start and end and start.text != end.text
        page = f"{start.text}-{end.text}" if start and end and is_range else first.text
        draft.put("page", page, first.place)
        if is_article(type_):
            _put(draft, "number", left, "AR")
    else:
        _put(draft, "page", left, "PS", "AR")
    if type_ == "book":
        _put(draft, "number_of_pages", left, "PG")
