"""RIS files: one record a work, one tag a line, in the many dialects there are.

The reader and the writer are cikrefs' own, since all there is to know about RIS is in the tables of
`ris_tags`: rispy, the library for it, knows no lines, takes no record without `TY`, numbers the
records it writes ("1.") and leaves the meaning of the tags to its caller.

Reading accepts tags with one or two blanks or a tab, in lower case, numbered or indented;
values that run over lines or, as EndNote's, are on lines of their own; any of the tags a field
is known by; and characters written as in HTML ("&amp;", as publishers' sites do; Zotero reads
them too). It keeps tags without a name here, with all their values, in `extra` under "ris:TAG", and
types without a CSL type under "ris:TY".

Writing is UTF-8 with CRLF and without byte order mark, `TY` first, `ER  - ` with its blank and an
empty line after it. `PY` is a bare year, since slashes in it break pandoc; a date with a month is
also in `DA`. `EP` never repeats `SP`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cikrefs import keys
from cikrefs.dates import as_edtf
from cikrefs.errors import OnProblem
from cikrefs.formats.common.draft import (
    ATTRIBUTES,
    Value,
    is_article,
    parted_keywords,
    value,
    with_repeats_told,
)
from cikrefs.formats.common.lines import clean, one_line
from cikrefs.formats.common.tagged import Grammar, records
from cikrefs.formats.csl.variables import TEXTS
from cikrefs.formats.ris import names as ris_names
from cikrefs.formats.ris.records import is_read_as, reference, written_type
from cikrefs.formats.ris.tags import IN_ZOTERO, OWN, PAGED, ROWS, TYPES, TYPES_IN_ZOTERO, Row
from cikrefs.models import Date, Reference

_LINE = re.compile(
    r"[ \t]{0,8}(?:\d{1,6}\.[ \t]{1,4})?"
    r"([A-Z][A-Z0-9]|[a-z][a-z0-9](?=  -))(?:(?:  |\t)-| -(?=[ \t]|$))[ \t]?(.*)"
)
_CHARACTER = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
_RANGE = re.compile(r"([^\s,;-]+)-([^\s,;-]+)")
_UNNAMED = re.compile(r"ris:[A-Z][A-Z0-9]")
_HYPERTEXT = ("AB", "N1")
"""The tags whose value may be HTML, whose characters stay as they are."""


def _read(name: str, text: str) -> str:
    if "&" in text and name not in _HYPERTEXT:
        text = _CHARACTER.sub(lambda found: html.unescape(found[0]), text)
    return one_line(text)


_LINK = re.compile(r"[A-Za-z][A-Za-z-]{1,15}://|www\.")
_APART = {
    "KW": re.compile(r"\S"),
    "SN": re.compile(r"[\dXx-]{8}"),
    **dict.fromkeys(("UR", "L1", "L2", "L3", "L4"), _LINK),
}
"""How a line without a tag begins that is a value of its own, as in EndNote's files."""

GRAMMAR = Grammar(_LINE, "TY", "ER", read=_read, apart=_APART)


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a RIS file's text, in its order, with the `ID` they have.

    A record without `TY` (kept as a document) or without `ER`, which may be cut off, and a line
    that belongs to no record go to `on_problem` or, without it, are raised as InputError. An `ID`
    used twice, and text above the first record, are only remarked on.
    """
    return list(iterate(text, on_problem=on_problem))


def iterate(text: str, *, on_problem: OnProblem | None = None) -> Iterator[Reference]:
    """Yield the references as `loads` returns them, each as soon as its record is read."""
    lines = clean(text).split("\n")
    read = (
        reference(
            record.tags,
            line=record.first,
            text="\n".join(lines[record.first - 1 : record.last]).rstrip(),
        )
        for record in records(lines, GRAMMAR, on_problem)
    )
    return with_repeats_told(read, on_problem)


def dumps(references: Iterable[Reference], *, zotero: bool = False) -> str:
    """Return the references as a RIS file's text, in their order; references without id get one.

    With `zotero`, what arrives whole there is written where that differs (see `tags`). Its lines
    end with CRLF: write it without translating them (`newline=""`), in UTF-8.
    """
    return "".join(pieces(references, zotero=zotero))


def pieces(references: Iterable[Reference], *, zotero: bool = False) -> Iterator[str]:
    """Yield the text that `dumps` returns, record by record."""
    for one in keys.assign(references):
        record = _record(one)
        tags = _for_zotero(one, record) if zotero else record
        lines = (f"{tag}  - {_text(tag, text)}" if tag else "" for tag, text in tags)
        yield "".join(f"{line}\r\n" for line in lines)


def _for_zotero(
    reference: Reference, record: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Yield the tags and values of a record as they arrive whole in Zotero."""
    for tag, text in record:
        if tag == "TY":
            yield tag, text
            if word := TYPES_IN_ZOTERO.get(reference.type):
                yield IN_ZOTERO, f"Type: {word}"
        elif text.startswith("PMID: ") and reference.PMID:
            yield "UR", f"PM:{reference.PMID}"
        elif ",," in text and tag in _NAMES_TAGS:
            yield tag, text.replace(",,", ",")
        elif tag == OWN or (text.startswith("PMCID: ") and reference.PMCID):
            is_said = text.startswith("type: ") and reference.type in TYPES_IN_ZOTERO
            yield from () if is_said else ((IN_ZOTERO, text),)
        else:
            yield tag, text


_NAMES_TAGS = ("AU", "A1", "A2", "A3", "A4", "ED")
"""The tags of names, in which two commas are one to EndNote, and to Zotero begin a given name."""


def _text(tag: str, text: str) -> str:
    """Return a value on one line, its "&lt;" written so that it is read as that and not as "<"."""
    if "&" in text and tag not in _HYPERTEXT:
        text = _CHARACTER.sub(
            lambda found: (
                found[0] if html.unescape(found[0]) == found[0] else f"&amp;{found[0][1:]}"
            ),
            text,
        )
    return one_line(text)


def _record(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the tags and values of a record, and an empty tag for the empty line behind it."""
    unnamed = {
        name.removeprefix("ris:"): texts if isinstance(texts, list) else [texts]
        for name, texts in reference.extra.items()
        if _UNNAMED.fullmatch(name)
    }
    kept = [str(type_) for type_ in unnamed.pop("TY", [])]
    written = [
        ("TY", next(iter(kept), written_type(reference.type))),
        ("ID", reference.id),
        *_fields(reference, unnamed),
    ]
    # what has no name here follows in the order in which it will be read, and so stays where it is
    tags = [*dict.fromkeys(tag for tag, _ in written), *unnamed]
    written += [
        (tag, str(text)) for tag in sorted(unnamed, key=tags.index) for text in unnamed[tag]
    ]
    places = {}
    if reference.type == "paper-conference" and reference.event_place and reference.publisher_place:
        places = {"C1": "CY", "CY": "C1"}
    yield from ((places.get(tag, tag), text) for tag, text in written)
    yield "ER", ""
    yield "", ""


def _fields(reference: Reference, unnamed: dict[str, list[object]]) -> Iterator[tuple[str, str]]:
    """Yield the tags and values of what has a name here, or will have one when it is read again.

    The latter is taken from `unnamed`.
    """
    if reference.type not in TYPES:
        yield OWN, f"type: {reference.type}"
    for row in ROWS if is_article(reference.type) else _ISBN_FIRST:
        found = _value(row, reference)
        if found:
            yield from _written(row, found, reference)
        elif unnamed:
            yield from _named_when_read(row, reference.type, unnamed)
    for name in reference.extra:
        text = value(reference, name)
        if name in TEXTS and isinstance(text, str) and name.replace("-", "_") not in ATTRIBUTES:
            yield OWN, f"{name}: {one_line(text)}"


def _named_when_read(
    row: Row, type_: str, unnamed: dict[str, list[object]]
) -> Iterator[tuple[str, str]]:
    """Yield what will be read as the field of a row that has no value."""
    for tag in row.of(type_):
        if tag in unnamed and is_read_as(row.name, tag, str(unnamed[tag][0]), type_):
            yield from ((tag, str(text)) for text in unnamed.pop(tag))


_ISBN_FIRST = tuple(
    {"ISSN": isbn, "ISBN": issn}.get(row.name, row)
    for issn in ROWS
    if issn.name == "ISSN"
    for isbn in ROWS
    if isbn.name == "ISBN"
    for row in ROWS
)
"""The rows for works of which Zotero should take the ISBN: it takes the first `SN`."""


def _value(row: Row, reference: Reference) -> Value | None:
    """Return what is written for a field; a paper's unnamed container is its meeting."""
    found = value(reference, row.name)
    if row.name == "event_title" and reference.type == "paper-conference":
        return found or value(reference, "container_title")
    return found


def _written(row: Row, found: Value, reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the lines a field takes."""
    tag = next(iter(row.of(reference.type)), OWN)
    is_paper = reference.type == "paper-conference"
    if row.name == "event_title" and is_paper and not value(reference, "container_title"):
        tag = OWN  # a lone T2 is what holds the paper
    if row.name == "page" and isinstance(found, str):
        yield from _written_page(one_line(found), reference)
    elif row.name == "keyword" and isinstance(found, str):
        yield from ((tag, word) for word in parted_keywords(found))
    elif row.name == "issued" and isinstance(found, Date):
        day = replace(found, season=None, circa=False, end=None)
        yield tag, f"{found.year:04}"
        if found.month:
            yield "DA", _slashed(day)
        if day != found or found.year < 0:
            yield OWN, f"issued: {as_edtf(found)}"
    else:
        tag = OWN if _is_more_than_a_day(found) else tag
        for text in map(one_line, _texts(found)):
            if tag != OWN and is_read_as(row.name, tag, row.label + text, reference.type):
                yield tag, row.label + text
            else:
                yield OWN, f"{row.name.replace('_', '-')}: {text}"


def _is_more_than_a_day(found: Value) -> bool:
    if not isinstance(found, Date):
        return False
    return bool(found.season or found.circa or found.end or found.year < 0)


def _texts(found: Value) -> Iterator[str]:
    """Yield a value, or each name of it, as it is written."""
    if isinstance(found, tuple):
        yield from map(ris_names.written, found)
    elif isinstance(found, Date):
        yield as_edtf(found) if _is_more_than_a_day(found) else _slashed(found)
    else:
        yield found


def _slashed(date: Date) -> str:
    return re.sub(r"(?<=\d)-", "/", str(date))


def _written_page(page: str, reference: Reference) -> Iterator[tuple[str, str]]:
    pages = _RANGE.fullmatch(page)
    is_range = pages is not None and pages[1] != pages[2]
    if reference.type in PAGED and (reference.number_of_pages or not is_range):
        yield OWN, f"page: {page}"
    elif pages and is_range and reference.type == "bill":
        yield "SP", page
    elif pages and is_range:
        yield "SP", pages[1]
        yield "EP", pages[2]
    else:  # beside a second `EP`, an `SP` would be read as the start of a range
        has_end = "ris:EP" in reference.extra
        if "ris:SP" in reference.extra or not has_end:
            yield "SP", page
        if has_end:
            yield "EP", page
