"""A record's RIS tags as a Reference: what each tag means, whatever file it came in.

The tables of `ris_tags` say nearly all; what needs more than one tag to be understood is here:
pages, dates, serial numbers, the places of a conference. EndNote's XML comes through here too,
since its fields are those of RIS under other names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cikrefs.formats import dates
from cikrefs.formats.drafts import (
    ATTRIBUTES,
    DATES,
    NAMES,
    Draft,
    Value,
    is_article,
    joined_keywords,
    with_hyphens,
)
from cikrefs.formats.ris_tags import (
    NEAREST,
    NUMBERED,
    OWN,
    PAGED,
    READ_ORDER,
    READ_TYPES,
    SHAPES,
    TYPES,
    Row,
)
from cikrefs.formats.tagged import Tag, Tags
from cikrefs.models import OTHERS, Date, Name, Reference

_RANGE = re.compile(r"[^\s,;-]+-[^\s,;-]+")
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_ISBN = re.compile(r"97[89][- ]?(?:\d[- ]?){9}\d")
_SAID_SERIAL = re.compile(r"([^()]+) \((ISSN|ISBN)\)")
_JUNIOR = re.compile(r"(?:Jr|Sr|[IVX]{1,4}|\d(?:nd|rd|th))\.?")
_PUBMED = re.compile(r"(?:pubmed|medline|nlm)\b.*", re.IGNORECASE)
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
    for row in READ_ORDER:
        if row.name not in draft.fields:
            _take(row, type_, left, draft)
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
    own = left.first((OWN,), lambda tag: tag.text.startswith("type: "))
    if own:
        type_ = own.text.removeprefix("type: ")
    if name != written_type(type_):
        draft.extra["ris:TY"] = [name]
    return type_


def _take(row: Row, type_: str, left: Tags, draft: Draft) -> None:
    """Read a field by its row in the table."""
    tags = row.of(type_)
    if row.name in NAMES or row.name == "keyword":
        found = left.take_all(tags)
        if found:
            texts = [tag.text for tag in found]
            many: Value = _names(texts) if row.name in NAMES else joined_keywords(texts)
            draft.put(row.name, many, found[0].place)
        return
    tag = left.first(tags, lambda tag: is_read_as(row.name, tag.name, tag.text, type_))
    if tag is None:
        return
    text = tag.text.removeprefix(row.label)
    read = dates.numeric(text) if row.name in DATES else text
    if read:
        draft.put(row.name, read, tag.place)
    else:
        left.put_back(tag)


def is_read_as(name: str, tag: str, text: str, type_: str) -> bool:
    """Whether `text` under `tag`, which may be the field `name`, is read as that field.

    Where a tag holds several fields, a value must look like the one, or like none of the others.
    """
    if tag == "SN":
        return _serial(text, type_) == (name, text)
    if name == "number_of_pages":
        return not _RANGE.fullmatch(with_hyphens(text))
    shapes = SHAPES.get(tag, {})
    looks = {field for field, shape in shapes.items() if shape.fullmatch(text)}
    return name in looks if name in shapes else not looks


def _take_own(left: Tags, draft: Draft) -> None:
    """Read what stands in `U1` behind the name of a field that is not known otherwise."""
    own: dict[str, list[Tag]] = {}
    for tag in left.get(OWN):
        name = tag.text.partition(": ")[0].replace("-", "_")
        if name in ATTRIBUTES and name not in draft.fields:
            own.setdefault(name, []).append(tag)
    for name, tags in own.items():
        texts = [tag.text.partition(": ")[2] for tag in tags]
        read: Value | None = texts[0]
        if name in NAMES:
            read = _names(texts)
        elif name in DATES:
            read = dates.numeric(texts[0])
        if read:
            draft.put(name, read, tags[0].place)
            left.take(*(tags if name in NAMES else tags[:1]))


def _names(texts: Iterable[str]) -> tuple[Name, ...]:
    """Return the names on the lines; several persons on one line stand between semicolons."""
    names: list[Name] = []
    for text in texts:
        parts = [part.strip() for part in text.split(";")] if ";" in text else []
        persons = [_name(part) for part in parts if part]
        is_several = all(
            person.family and person.given and not _JUNIOR.fullmatch(person.given)
            for person in persons
        )
        names.extend(persons if persons and is_several else [_name(text)])
    return tuple(names)


def _name(text: str) -> Name:
    """Return the name in "Family, Given, Suffix"; no comma, or ",,", makes it a group's."""
    if text.lower() in {"et al", "et al.", "others"}:
        return OTHERS
    family, *rest = (part.strip() for part in text.split(",", 2))
    if not rest or ",," in text:
        return Name(literal=text.replace(",,", ","))
    return Name(family=family, given=rest[0], suffix=rest[1] if len(rest) > 1 else "")


def _take_issued(left: Tags, draft: Draft) -> None:
    """Read the date of issue: the year of `PY`, and month and day where a tag has them for it."""
    tags = [tag for name in ("PY", "Y1", "DA") for tag in left.get(name)]
    read = [(date, tag) for tag in tags if (date := _date(tag.text))]
    if not read:
        return
    year = read[0][0].year
    issued, fullest = max(
        (pair for pair in read if pair[0].year == year), key=lambda pair: len(str(pair[0]))
    )
    draft.put("issued", issued, fullest.place)
    for date, tag in read:
        is_all = dates.numeric(tag.text) or dates.in_words(tag.text)
        if str(issued).startswith(str(date)) and is_all:
            left.take(tag)


def _date(text: str) -> Date | None:
    """Return a date in words, or in RIS's "2024/11/02/Epub", whose last part is free text."""
    return dates.numeric("/".join(text.split("/")[:3])) or dates.in_words(text)


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
    for tag in left.get("SN"):
        name, text = _serial(tag.text, type_)
        if name not in draft.fields:
            draft.put(name, text, tag.place)
            left.take(tag)


def _serial(text: str, type_: str) -> tuple[str, str]:
    """Return what a serial number is, as its form and the type say, and the number."""
    said = _SAID_SERIAL.fullmatch(text)
    if said:
        return said[2], said[1]
    if _ISBN.fullmatch(text):
        return "ISBN", text
    if _ISSN.fullmatch(text) or is_article(type_):
        return "ISSN", text
    return "number" if type_ in NUMBERED else "ISBN", text


def _take_pubmed(left: Tags, draft: Draft) -> None:
    """Read `AN` as the PMID where `DB` says that it is PubMed's."""
    if any(_PUBMED.fullmatch(tag.text) for tag in left.get("DB")):
        tag = left.first(("AN",), lambda tag: tag.text.isdecimal() and tag.text.isascii())
        if tag:
            draft.put("PMID", tag.text, tag.place)
