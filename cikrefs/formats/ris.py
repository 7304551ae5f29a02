"""RIS files: one record a work, one tag a line, in the many dialects there are.

The reader and the writer are cikrefs' own, since what is to be known about RIS is the table in
`ris_tags`: rispy, the library for it, knows no lines, takes no record without `TY`, numbers the
records it writes ("1.") and leaves the meaning of the tags to its caller.

Reading takes tags with one blank or two, values that run on over lines, any of the tags a field is
known by, and keeps tags without a name here, each value of them, in `extra` under "ris:TAG", types
without a CSL type under "ris:TY". Writing is UTF-8 with CRLF and without byte order mark, `TY`
first, `ER  - ` with its blank and an empty line behind. `PY` is a bare year, since slashes in it
break pandoc; a date with a month stands in `DA` as well. `EP` never repeats `SP`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cikrefs import keys
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats import dates
from cikrefs.formats.drafts import (
    Draft,
    Value,
    is_article,
    report_repeated_ids,
    value,
    with_hyphens,
)
from cikrefs.formats.places import clean, one_line
from cikrefs.formats.ris_tags import NUMBERED, READ_TYPES, ROWS, TYPES, Row
from cikrefs.models import OTHERS, Date, Name, Reference

_LINE = re.compile(r"([A-Z][A-Z0-9])(?:  -| -(?= |$)) ?(.*)")
_RECORD_NUMBER = re.compile(r"\s*\d+\.?\s*")
_RANGE = re.compile(r"([^\s,;-]+)-([^\s,;-]+)")
_ISSN = re.compile(r"\d{4}-\d{3}[\dXx]")
_ISBN = re.compile(r"97[89][- ]?(?:\d[- ]?){9}\d")
_UNNAMED = re.compile(r"ris:[A-Z][A-Z0-9]")
_UNKNOWN_TYPE = "type: "
_FROM_TYPE = {tag: type_ for type_, tag in TYPES.items()}


@dataclass(slots=True)
class _Tag:
    """A tag's value, piece by piece as its lines bring it, and the place of its first character."""

    name: str
    pieces: list[str]
    place: tuple[int, int]

    @property
    def text(self) -> str:
        return one_line(" ".join(self.pieces))


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a RIS file's text, in its order, with the `ID` they have.

    A record without `TY` (kept as a document) or without `ER`, which may be cut off, and a line
    that belongs to no record go to `on_problem` or, without it, are raised as InputError. An `ID`
    used twice is only remarked on.
    """
    lines = clean(text).split("\n")
    references = [
        _reference(tags, "\n".join(lines[start - 1 : end]).rstrip())
        for tags, start, end in _records(lines, on_problem)
    ]
    report_repeated_ids(references, on_problem)
    return references


_DISORDER = {
    ("TY", True): "a record begins before the one above ended with ER; both are kept",
    ("ER", False): "an ER that ends no record; the line is left out",
    ("other", False): "a record without TY, its type; it is kept as a document",
    ("none", False): "no RIS tag, and no record it could belong to; the line is left out",
}
"""What is wrong with a tag, or a line without one, by whether a record has begun before it."""


def _records(
    lines: list[str], on_problem: OnProblem | None
) -> Iterator[tuple[list[_Tag], int, int]]:
    """Yield the tags of each record, and its first and last line, counted from 1."""
    tags: list[_Tag] = []
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if found is None and (not line.strip() or _RECORD_NUMBER.fullmatch(line)) and not tags:
            continue
        name = found[1] if found else ""
        kind = name if name in {"TY", "ER"} else "other" if name else "none"
        if (kind, bool(tags)) in _DISORDER:
            message = _DISORDER[kind, bool(tags)]
            report(Problem(message, line=number, text=line), on_problem)
        if tags and kind in {"TY", "ER"}:
            yield tags, tags[0].place[0], number if kind == "ER" else number - 1
            tags = []
        if found and kind != "ER":
            tags.append(_Tag(name, [found[2]], (number, found.start(2) + 1)))
        elif tags and kind == "none":
            tags[-1].pieces.append(line)
    if tags:
        first = tags[0].place[0]
        message = "the last record does not end with ER; it is kept, but may be cut off"
        report(Problem(message, line=first, text=lines[first - 1]), on_problem)
        yield tags, first, len(lines)


def _reference(tags: list[_Tag], text: str) -> Reference:
    draft = Draft()
    left: dict[str, list[_Tag]] = {}
    for tag in tags:
        if tag.text:
            left.setdefault(tag.name, []).append(tag)
    type_ = _type(left, draft)
    id_ = _first(left, ("ID",))
    _take_issued(left, draft)
    _take_page(left, draft)
    _take_serials(left, draft, type_)
    for row in ROWS:
        if row.name not in draft.fields and (not row.types or type_ in row.types):
            _take(row, type_, left, draft)
    if "container_title_short" in draft.fields and "container_title" not in draft.fields:
        short = draft.fields["container_title_short"]
        draft.put("container_title", short, draft.positions["container_title_short"])
    for name, rest in left.items():
        if rest:
            draft.extra[f"ris:{name}"] = [tag.text for tag in rest]
    return draft.reference(id_.text if id_ else "", type_, line=tags[0].place[0], text=text)


def _type(left: dict[str, list[_Tag]], draft: Draft) -> str:
    """Return the CSL type; note in `draft` a RIS type that would not be written for it."""
    tag = _first(left, ("TY",))
    name = tag.text if tag else "GEN"
    type_ = _FROM_TYPE.get(name.upper()) or READ_TYPES.get(name.upper(), "document")
    if name != TYPES[type_]:
        draft.extra["ris:TY"] = [name]
    for unknown in [tag for tag in left.get("U1", []) if tag.text.startswith(_UNKNOWN_TYPE)]:
        left["U1"].remove(unknown)
        return unknown.text.removeprefix(_UNKNOWN_TYPE)
    return type_


def _first(left: dict[str, list[_Tag]], names: Iterable[str], label: str = "") -> _Tag | None:
    """Take the first value under one of the tags, and with it all that repeat it."""
    for name in names:
        for tag in left.get(name, []):
            if tag.text.startswith(label) and tag.text != label.strip():
                for other in names:
                    left[other] = [one for one in left.get(other, []) if one.text != tag.text]
                return tag
    return None


def _take(row: Row, type_: str, left: dict[str, list[_Tag]], draft: Draft) -> None:
    """Read a field by its row in the table."""
    if row.kind == "names" or row.name == "keyword":
        found = [tag for name in row.read(type_) for tag in left.pop(name, [])]
        if found:
            texts = [tag.text for tag in found]
            many: Value = tuple(map(_name, texts)) if row.kind == "names" else ", ".join(texts)
            draft.put(row.name, many, found[0].place)
        return
    tag = _first(left, row.read(type_), row.label)
    if tag is None:
        return
    read = dates.numeric(tag.text) if row.kind == "date" else tag.text.removeprefix(row.label)
    if read:
        draft.put(row.name, read, tag.place)
    else:
        left.setdefault(tag.name, []).insert(0, tag)


def _name(text: str) -> Name:
    """Return the name in "Family, Given, Suffix"; no comma, or ",,", makes it a group's."""
    if text.lower() in {"et al", "et al.", "others"}:
        return OTHERS
    family, *rest = (part.strip() for part in text.split(",", 2))
    if not rest or ",," in text:
        return Name(literal=text.replace(",,", ","))
    return Name(family=family, given=rest[0], suffix=rest[1] if len(rest) > 1 else "")


def _take_issued(left: dict[str, list[_Tag]], draft: Draft) -> None:
    """Read the date of issue: the year of `PY`, and month and day where a tag has them for it."""
    tags = [tag for name in ("PY", "Y1", "DA") for tag in left.get(name, [])]
    read = [(date, tag) for tag in tags if (date := _date(tag.text))]
    if not read:
        return
    year = read[0][0].year
    issued, fullest = max(
        (pair for pair in read if pair[0].year == year), key=lambda pair: len(str(pair[0]))
    )
    draft.put("issued", issued, fullest.place)
    for date, tag in read:
        if str(issued).startswith(str(date)) and dates.numeric(tag.text):
            left[tag.name].remove(tag)


def _date(text: str) -> Date | None:
    """Return a date in RIS's "2024/11/02/Epub", whose last part is free text."""
    return dates.numeric("/".join(text.split("/")[:3]))


def _take_page(left: dict[str, list[_Tag]], draft: Draft) -> None:
    """Read `SP` and `EP`; either may hold the whole range, and `EP` may repeat `SP`."""
    start, end = _first(left, ("SP",)), _first(left, ("EP",))
    if start is None or end is None:
        page = start or end
        if page:
            draft.put("page", page.text, page.place)
    elif start.text == end.text or with_hyphens(start.text).endswith(f"-{end.text}"):
        draft.put("page", start.text, start.place)
    elif with_hyphens(end.text).startswith(f"{start.text}-"):
        draft.put("page", end.text, end.place)
    else:
        draft.put("page", f"{start.text}-{end.text}", start.place)


def _take_serials(left: dict[str, list[_Tag]], draft: Draft, type_: str) -> None:
    """Read `SN`, which is an ISSN, an ISBN or a report's number, as its form and the type say."""
    for tag in list(left.get("SN", [])):
        if _ISBN.fullmatch(tag.text):
            name = "ISBN"
        elif _ISSN.fullmatch(tag.text) or is_article(type_):
            name = "ISSN"
        else:
            name = "number" if type_ in NUMBERED else "ISBN"
        if name not in draft.fields:
            draft.put(name, tag.text, tag.place)
            left["SN"].remove(tag)


def dumps(references: Iterable[Reference]) -> str:
    """Return the references as a RIS file's text, in their order; references without id get one.

    Its lines end with CRLF: write it without translating them (`newline=""`), in UTF-8.
    """
    tags = (tag for reference in keys.assign(references) for tag in _record(reference))
    return "".join(f"{tag}  - {text}\r\n" if tag else "\r\n" for tag, text in tags)


def _record(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the tags and values of a record, and an empty tag for the empty line behind it."""
    unnamed = {
        name.removeprefix("ris:"): texts if isinstance(texts, list) else [texts]
        for name, texts in reference.extra.items()
        if _UNNAMED.fullmatch(name)
    }
    kept = [str(type_) for type_ in unnamed.pop("TY", [])]
    yield "TY", next(iter(kept), TYPES.get(reference.type, TYPES["document"]))
    yield "ID", one_line(reference.id)
    if reference.type not in TYPES:
        yield "U1", _UNKNOWN_TYPE + one_line(reference.type)
    for row in ROWS:
        yield from _written(row, reference)
    yield from ((tag, one_line(str(text))) for tag, texts in unnamed.items() for text in texts)
    yield "ER", ""
    yield "", ""


def _written(row: Row, reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the lines a field takes."""
    found = value(reference, row.name)
    is_meeting = reference.type == "paper-conference" and value(reference, "container_title")
    if row.name == "event_title" and bool(row.types) != bool(is_meeting):
        return
    if row.types and is_meeting:
        # what holds the paper stands in C3; without a meeting's title it stands here as well
        found = found or is_meeting
    if isinstance(found, tuple):
        tag = row.written(reference.type)
        yield from ((tag, _written_name(name)) for name in found)
    elif isinstance(found, Date):
        yield row.tag, f"{found.year:04}" if row.name == "issued" else str(found).replace("-", "/")
        if row.name == "issued" and found.month:
            yield "DA", str(found).replace("-", "/")
    elif found and row.name == "page":
        yield from _written_page(one_line(found))
    elif found and row.name == "keyword":
        yield from ((row.tag, one_line(word)) for word in found.split(", "))
    elif found:
        yield row.written(reference.type), row.label + one_line(found)


def _written_name(name: Name) -> str:
    if name == OTHERS:
        return "et al."
    if name.literal:
        return one_line(name.literal.replace(",", ",,"))
    parts = (name.family, name.given, name.suffix) if name.suffix else (name.family, name.given)
    return one_line(", ".join(parts))


def _written_page(page: str) -> Iterator[tuple[str, str]]:
    pages = _RANGE.fullmatch(page)
    if pages and pages[1] != pages[2]:
        yield "SP", pages[1]
        yield "EP", pages[2]
    else:
        yield "SP", page
