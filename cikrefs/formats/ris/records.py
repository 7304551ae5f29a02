"""A record's RIS tags as a Reference: what each tag means, whichever file it came from.

The tables of `ris_tags` say nearly everything; here is what takes more than one tag to understand:
pages, dates, serial numbers, links, the places of a conference. EndNote's XML comes through here
too, since its fields are those of RIS under other names.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache

from cikrefs import dates, dois
from cikrefs.formats.common import kinds
from cikrefs.formats.common.draft import (
    ATTRIBUTES,
    DATES,
    NAMES,
    Draft,
    Value,
    is_article,
    joined_keywords,
    with_hyphens,
)
from cikrefs.formats.common.tagged import Tag, Tags
from cikrefs.formats.csl.variables import TEXTS
from cikrefs.formats.ris import names as ris_names
from cikrefs.formats.ris.tags import (
    EDITED,
    IN_ZOTERO,
    NEAREST,
    NUMBERED,
    OWN,
    PAGED,
    READ_ORDER,
    READ_TYPES,
    SHAPES,
    TYPES,
    TYPES_IN_ZOTERO,
    Row,
)
from cikrefs.models import Date, Reference

_RANGE = re.compile(r"[^\s,;-]+-[^\s,;-]+")
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_ISBN = re.compile(r"97[89][- ]?(?:\d[- ]?){9}\d")
_REMARKED_SERIAL = re.compile(r"([\dXx -]{8,20}) \((?!ISSN\)|ISBN\))[^()]{1,60}\)")
_SAID_SERIAL = re.compile(r"([^()]+) \((ISSN|ISBN)\)")
_NO_SERIAL = "null"
"""What Taylor & Francis's site writes for a serial number that it does not have."""

_PUBMED = re.compile(r"(?:pubmed|medline|nlm)\b.*", re.IGNORECASE)
_FOR_ZOTERO = (
    ("PMID", "UR", re.compile(r"PM:\d{1,9}")),
    ("PMCID", "M2", re.compile(r"PMCID: \S+")),
)
_TIME = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
_ISSUE_TITLE = re.compile(
    r"(?:(?:virtual )?(?:special|themed?|thematic) (?:issue|section|collection)\b|V?SI:)",
    re.IGNORECASE,
)
_FROM_TYPE = {tag: type_ for type_, tag in TYPES.items()}


def reference(tags: Iterable[Tag], *, line: int, text: str) -> Reference:
    """Return the reference that a record's tags, `TY` among them, are about.

    `line` and `text` say where the record stood and what stood there. A tag without a name here is
    kept in `extra` under "ris:TAG", each value of it.
    """
    left, draft = Tags(tags), Draft()
    type_ = _type(left, draft)
    id_ = left.first(("ID",))
    if type_ == "paper-conference" and left.get("C1") and left.get("CY"):
        left.swap("C1", "CY")
    _take_issued(left, draft)
    _take_page(left, draft, type_)
    _take_serials(left, draft, type_)
    _take_pubmed(left, draft)
    if is_article(type_):
        _take_issue_title(left, draft)
    for row, tags_of_it in _rows(type_, left.names()):
        if row.name not in draft.fields:
            _take(row, tags_of_it, type_, left, draft)
        if row.name == "DOI":
            _take_links(left, draft)
    _take_own(left, draft)
    if "container_title_short" in draft.fields and "container_title" not in draft.fields:
        short = draft.fields["container_title_short"]
        draft.put("container_title", short, draft.positions["container_title_short"])
    left.keep(draft, "ris:")
    return draft.reference(id_.text if id_ else "", type_, line=line, text=text)


def written_type(type_: str) -> str:
    """Return the RIS type of a CSL type."""
    return TYPES.get(type_) or NEAREST.get(type_, TYPES["document"])


def _type(left: Tags, draft: Draft) -> str:
    """Return the CSL type; note in `draft` a RIS type that would not be written for it."""
    tag = left.first(("TY",))
    name = tag.text if tag else "GEN"
    type_ = _FROM_TYPE.get(name.upper()) or READ_TYPES.get(name.upper(), "document")
    own = next(iter(_owned(left, "type")), None)
    if own:
        type_ = own.text.removeprefix("type: ")
        left.take(own)
    word = left.first((IN_ZOTERO,), lambda tag: tag.text.startswith("Type: "))
    if word:
        types = {f"Type: {word}": type_ for type_, word in TYPES_IN_ZOTERO.items()}
        type_ = types.get(word.text, type_)
        if word.text not in types:
            left.put_back(word)
    if name.upper() == EDITED:
        left.rename(("AU", "A1"), "ED")
    elif name != written_type(type_):
        draft.extra["ris:TY"] = [name]
    return type_


@lru_cache(maxsize=10_000)
def _rows(type_: str, names: tuple[str, ...]) -> tuple[tuple[Row, tuple[str, ...]], ...]:
    """Return the rows that may read tags of these names, each with its own, and the DOI's.

    The records of a file mostly have the same few sets of tags.
    """
    found = ((row, tuple(tag for tag in row.of(type_) if tag != OWN)) for row in READ_ORDER)
    return tuple(
        (row, tags) for row, tags in found if row.name == "DOI" or any(tag in names for tag in tags)
    )


def _take(row: Row, tags: tuple[str, ...], type_: str, left: Tags, draft: Draft) -> None:
    """Read a field by its row in the table, from one of the tags."""
    if row.name in NAMES or row.name == "keyword":
        found = sorted(left.take_all(tags), key=lambda tag: tag.place)
        if found:
            texts = [tag.text for tag in found]
            many: Value = ris_names.read(texts) if row.name in NAMES else joined_keywords(texts)
            draft.put(row.name, many, found[0].place)
        return
    tag = left.first(tags, lambda tag: is_read_as(row.name, tag.name, tag.text, type_))
    if tag is None:
        return
    text = _LABEL.sub("", tag.text) if row.name in _LABELLED else tag.text
    read, is_all = _date(text) if row.name in DATES else (text, True)
    if read:
        draft.put(row.name, read, tag.place)
    if not (read and is_all):
        left.put_back(tag)


def is_read_as(name: str, tag: str, text: str, type_: str) -> bool:
    """Whether `text` under `tag`, which may be the field `name`, is read as that field.

    If a tag can hold several fields, a value must look like this one, or like none of the others.
    """
    if tag == "SN":
        return _serial(text, type_) == (name, text) and text != _NO_SERIAL
    if name == "genre" and kinds.says_again(text, type_):
        return False
    if name == "number_of_pages":
        return not _RANGE.fullmatch(with_hyphens(text))
    shapes = SHAPES.get(tag, {})
    looks = {field for field, shape in shapes.items() if shape.fullmatch(text)}
    return name in looks if name in shapes else not looks


_LABELLED = ("PMID", "PMCID")
_LABEL = re.compile(r"(?:PMC?ID: |PM:)")


def _take_own(left: Tags, draft: Draft) -> None:
    """Read what stands in `U1` or `M2` behind the name of a field that is not known otherwise."""
    own: dict[str, list[Tag]] = {}
    for tag in (*left.get(OWN), *left.get(IN_ZOTERO)):
        label, colon, _ = tag.text.partition(": ")
        name = label.replace("-", "_")
        if colon and name in ATTRIBUTES and name not in draft.fields:
            own.setdefault(name, []).append(tag)
        elif colon and label in TEXTS and label not in draft.extra and name not in ATTRIBUTES:
            own.setdefault(label, []).append(tag)
    for name, tags in own.items():
        texts = [tag.text.partition(": ")[2] for tag in tags]
        read: Value | None = texts[0]
        if name in NAMES:
            read = ris_names.read(texts)
        elif name in DATES:
            read = dates.edtf(texts[0]) or dates.numeric(texts[0])
        if read:
            draft.put(name, read, tags[0].place)
            left.take(*(tags if name in NAMES else tags[:1]))


def _take_issued(left: Tags, draft: Draft) -> None:
    """Read the date of issue: the year of `PY`, and month and day if a tag has them for it.

    EndNote has them in a `DA` without year, "Jul 5".
    """
    read: list[tuple[Date, bool, Tag]] = []
    yearless: list[Tag] = []
    for tag in (tag for name in ("PY", "DA", "Y1") for tag in left.get(name)):
        date, is_all = _date(tag.text)
        if date:
            read.append((date, is_all, tag))
        elif any(map(str.isalpha, tag.text)):
            yearless.append(tag)
    if not read:
        return
    for tag in yearless:
        if date := dates.from_parts(str(read[0][0].year), tag.text):
            read.append((date, True, tag))
    of_year = (one for one in read if one[0].year == read[0][0].year)
    issued, _, fullest = max(of_year, key=lambda one: len(str(one[0])))
    whole = next((tag for tag in _owned(left, "issued")), None)
    said_whole = dates.edtf(whole.text.partition(": ")[2]) if whole else None
    if whole and said_whole and said_whole.year == issued.year:
        draft.put("issued", said_whole, whole.place)
        left.take(whole)
    else:
        draft.put("issued", issued, fullest.place)
    said = (tag for date, is_all, tag in read if is_all and str(issued).startswith(str(date)))
    left.take(*said)


def _owned(left: Tags, name: str) -> list[Tag]:
    """Return what stands in `U1` or `M2` behind a field's name."""
    tags = (*left.get(OWN), *left.get(IN_ZOTERO))
    return [tag for tag in tags if tag.text.startswith(f"{name}: ")]


@lru_cache(maxsize=10_000)
def _date(text: str) -> tuple[Date | None, bool]:
    """Return a date in words or as RIS's "2024/11/02/Epub", and whether that is all `text` says.

    The last part of the latter is free text, or the time of day, which is no part of a date here.
    """
    parts = text.split("/", 3)
    date = dates.numeric("/".join(parts[:3])) or dates.in_words(text)
    rest = "".join(parts[3:])
    return date, not rest or _TIME.fullmatch(rest) is not None


def _take_page(left: Tags, draft: Draft, type_: str) -> None:
    """Read `SP` and `EP`; either may hold the whole range, and `EP` may repeat `SP`."""
    start, end = left.first(("SP",)), left.first(("EP",))
    if start is None or end is None:
        page = start or end
        if page:
            is_count = type_ in PAGED and page is start
            is_count = is_count and is_read_as("number_of_pages", "SP", page.text, type_)
            draft.put("number_of_pages" if is_count else "page", page.text, page.place)
    elif start.text == end.text or with_hyphens(start.text).endswith(f"-{end.text}"):
        draft.put("page", start.text, start.place)
    elif with_hyphens(end.text).startswith(f"{start.text}-"):
        draft.put("page", end.text, end.place)
    else:
        draft.put("page", f"{start.text}-{end.text}", start.place)


def _take_serials(left: Tags, draft: Draft, type_: str) -> None:
    """Read `SN`, which may be several numbers, each under a line of its own."""
    said = []
    for tag in left.get("SN"):
        name, text = _serial(tag.text, type_)
        if text != _NO_SERIAL and name not in draft.fields:
            draft.put(name, text, tag.place)
        is_remarked = _REMARKED_SERIAL.fullmatch(tag.text)
        if text in (_NO_SERIAL, draft.fields.get(name)) and not is_remarked:
            said.append(tag)
    left.take(*said)


def _serial(text: str, type_: str) -> tuple[str, str]:
    """Return what a serial number is, by its form and the type, and the number alone."""
    remarked = _REMARKED_SERIAL.fullmatch(text)
    text = remarked[1].strip() if remarked else text
    said = _SAID_SERIAL.fullmatch(text)
    if said:
        return said[2], said[1]
    if _ISBN.fullmatch(text):
        return "ISBN", text
    if _ISSN.fullmatch(text) or is_article(type_):
        return "ISSN", text
    return "number" if type_ in NUMBERED else "ISBN", text


def _take_issue_title(left: Tags, draft: Draft) -> None:
    """Read a `T2` that names a special issue, as ScienceDirect has it beside the journal."""
    if left.get("JF") or left.get("JO"):
        tag = left.first(("T2",), lambda tag: _ISSUE_TITLE.match(tag.text) is not None)
        if tag:
            draft.put("collection_title", tag.text, tag.place)


def _take_links(left: Tags, draft: Draft) -> None:
    """Read the DOI in a link if no tag has it, and take what merely repeats the DOI.

    A single link stays nevertheless; among several it would hide the others.
    """
    links = left.get("UR")
    link = next((tag for tag in links if dois.is_link(tag.text)), None)
    if "DOI" not in draft.fields and link and len(links) > 1:
        draft.put("DOI", link.text, link.place)
    doi = draft.fields.get("DOI")
    if not isinstance(doi, str):
        return
    repeats = [
        tag
        for name in ("N1", "M3", "L3", "UR")
        for tag in left.get(name)
        if SHAPES["M3"]["DOI"].fullmatch(tag.text)
        and dois.key(html.unescape(tag.text)) == dois.key(doi)
    ]
    if len(links) == sum(tag.name == "UR" for tag in repeats):
        repeats = [tag for tag in repeats if tag not in links[:1]]
    left.take(*repeats)


def _take_pubmed(left: Tags, draft: Draft) -> None:
    """Read what is labelled as a PMID or PMCID for Zotero, and `AN` where `DB` is PubMed."""
    for name, tagged, shape in _FOR_ZOTERO:
        tag = left.first((tagged,), lambda tag, shape=shape: shape.fullmatch(tag.text) is not None)  # type: ignore[misc]  # a default in a lambda has no type to infer
        if tag:
            draft.put(name, _LABEL.sub("", tag.text), tag.place)
    if "PMID" not in draft.fields and any(_PUBMED.fullmatch(tag.text) for tag in left.get("DB")):
        tag = left.first(("AN",), lambda tag: tag.text.isdecimal() and tag.text.isascii())
        if tag:
            draft.put("PMID", tag.text, tag.place)
