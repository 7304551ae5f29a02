"""PubMed's .nbib files, which are MEDLINE's tagged format: read, never written.

Records stand between empty lines; a tag takes four places and a hyphen, and a value runs on over
lines indented by six (https://www.nlm.nih.gov/bsd/mms/medlineelements.html). MEDLINE's habits are
undone where the meaning is certain: page ranges are completed ("511-8" is 511-518), the full stop
that ends every title goes, initials get their stops ("M J" is "M. J."). `FAU` is the author and
`AU`, its abbreviation, only where there is no `FAU`. Keywords are `MH`, `OT` and `KW` as printed,
with their qualifiers ("Aurovertins/*chemistry"). Tags without a name here are kept, with all their
values, in `extra` under "nbib:TAG"; so is a date of which only the year is understood ("2018
Jul-Aug"), and `SO`, the whole citation in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cikrefs import dates
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.common import persons
from cikrefs.formats.common.draft import Draft, joined_keywords
from cikrefs.formats.common.lines import clean, one_line
from cikrefs.formats.common.tagged import Record, Tag, Tags
from cikrefs.models import Date, Name, Reference

_LINE = re.compile(r"([A-Z][A-Z0-9 ]{3}) ?-(?: (.*)|)")
_IDENTIFIER = re.compile(r"(\S+) \[(doi|pii)\]")
_ARTICLE_NUMBER = re.compile(r"[A-Za-z]{0,2}\d{1,9}")
_ISSN = re.compile(r"(\d{4}-?\d{3}[\dXx])(?: \((?:Print|Electronic|Linking)\))?")
_ISBN = re.compile(r"([\d-]{9,17}[\dXx])(?: \([^()]*\))?")
_PAGES = re.compile(r"(?<!\w)([A-Za-z]?)(\d+)-(\d+)(?!\w)")
_ERICS = re.compile(r"(?:EISSN|ISSN|ISBN)-")
_LINKED_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\S+)")
_ERIC_DATE = re.compile(r"(?:Article )?(?:([A-Za-z]{3,9}) )?(?:(\d{1,2}) )?(\d{4})")
_YEAR = re.compile(r"(\d{4})\b.*")

TYPES: Mapping[str, str] = {
    "Preprint": "article",
    "Book Chapter": "chapter",
    "Book": "book",
    "Books": "book",
    "Dissertation": "thesis",
    "Academic Dissertation": "thesis",
    "Dataset": "dataset",
    "Newspaper Article": "article-newspaper",
    "Technical Report": "report",
    "Video-Audio Media": "motion_picture",
    "Legal Case": "legal_case",
    "Legislation": "legislation",
    "Journal Articles": "article-journal",
    "Reports": "report",
    "Dissertations/Theses": "thesis",
    "Reports/Dissertations/Books": "report",
    "Journal Article": "article-journal",
}
"""The publication types (`PT`) that say what kind of work it is; the earlier ones win.

ERIC's may say more behind a hyphen ("Reports - Research").
"""

FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("TI",),
    "container_title": ("JT", "BTI"),
    "container_title_short": ("TA",),
    "collection_title": ("CTI",),
    "volume": ("VI",),
    "issue": ("IP",),
    "edition": ("EN",),
    "publisher": ("PB",),
    "PMID": ("PMID",),
    "PMCID": ("PMC",),
    "language": ("LA",),
    "abstract": ("AB",),
}
"""Fields whose tag, the first of these, is their text."""

PEOPLE: Mapping[str, tuple[str, str, str]] = {
    "author": ("FAU", "AU", "CN"),
    "editor": ("FED", "ED", ""),
}
"""Names in full, abbreviated, and of groups."""


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a .nbib file's text, in its order, without ids.

    A line that belongs to no tag goes to `on_problem` or, without it, is raised as InputError.
    """
    return list(iterate(text, on_problem=on_problem))


def iterate(text: str, *, on_problem: OnProblem | None = None) -> Iterator[Reference]:
    """Yield the references as `loads` returns them, each as soon as its record is read."""
    lines = clean(text).split("\n")
    return (_reference(record, lines) for record in _records(lines, on_problem))


def _records(lines: Sequence[str], on_problem: OnProblem | None) -> Iterator[Record]:
    """Yield the records, which end at an empty line or where another `PMID` begins."""
    tags: list[tuple[str, list[str], tuple[int, int]]] = []
    for number, line in enumerate((*lines, ""), 1):
        found = _LINE.fullmatch(line)
        name = found[1].rstrip() if found else ""
        is_next = name == "PMID" and any(tag[0] == "PMID" for tag in tags)
        if tags and (is_next or not line.strip()):
            yield _record(tags, number - 1)
            tags = []
        if found:
            column = found.start(2) + 1 if found[2] else 7
            tags.append((name, [found[2] or ""], (number, column)))
        elif tags and line.strip():
            tags[-1][1].append(line)
        elif line.strip():
            message = "no tag, and no record the line could belong to; it is left out"
            report(Problem(message, line=number, text=line), on_problem)


def _record(tags: Sequence[tuple[str, list[str], tuple[int, int]]], last: int) -> Record:
    read = tuple(
        Tag(name, one_line(" ".join(lines)), tuple(lines), place) for name, lines, place in tags
    )
    return Record(read, read[0].place[0], last)


def _reference(record: Record, lines: Sequence[str]) -> Reference:
    text = "\n".join(lines[record.first - 1 : record.last]).rstrip()
    return reference(record.tags, line=record.first, text=text)


def reference(record: Sequence[Tag], *, line: int, text: str) -> Reference:
    """Return the reference that a record's tags are about; `line` and `text` are its place."""
    left, draft = Tags(record), Draft()
    type_ = _take_type(left)
    for name, (full, short, group) in PEOPLE.items():
        tags = [tag for tag in record if tag.name in {full, short, group} and tag.text]
        if tags:
            draft.put(name, tuple(_names(tags, full, short)), tags[0].place)
            left.take(*tags)
    if type_ == "book" and not left.get("TI"):
        _put(draft, "title", left.first(("BTI",)))
    if type_ in {"book", "report", "thesis"} and any(tag.text == "ERIC" for tag in left.get("OWN")):
        _put(draft, "publisher", left.first(("JT",)))  # where articles have their journal
    for name, tagged in FIELDS.items():
        if name not in draft.fields:
            _put(draft, name, left.first(tagged))
    if type_ in {"book", "chapter"}:  # of a journal it is the country
        _put(draft, "publisher_place", left.first(("PL",)))
    _take_title(draft)
    _take_date(left, draft)
    _take_identifiers(left, draft)
    _take_page(left, draft)
    keywords = left.take_all(("MH", "OT", "KW"))
    if keywords:
        draft.put("keyword", joined_keywords(tag.text for tag in keywords), keywords[0].place)
    left.keep(draft, "nbib:")
    return draft.reference("", type_, line=line, text=text)


def _put(draft: Draft, name: str, tag: Tag | None) -> None:
    if tag:
        draft.put(name, tag.text, tag.place)


def _take_type(left: Tags) -> str:
    """Return the CSL type; take the publication type that says it and leave the others."""
    for name, type_ in TYPES.items():
        for tag in left.get("PT"):
            if tag.text.partition(" - ")[0] == name:
                left.take(*(tag for tag in left.get("PT") if tag.text == name))
                return type_
    if left.get("BTI") and not left.get("JT"):
        return "chapter" if left.get("TI") else "book"
    return "article-journal"


def _names(tags: Sequence[Tag], full: str, short: str) -> Iterator[Name]:
    """Yield the names in their order; an abbreviated one only if its full form is missing."""
    is_said = False
    for tag in tags:
        if tag.name == full or (tag.name == short and "," in tag.text and not is_said):
            yield persons.inverted(tag.text)  # ERIC abbreviates none
        elif tag.name != short:
            yield Name(literal=tag.text)
        elif not is_said:
            yield persons.abbreviated(tag.text)
        is_said = tag.name == full


def _take_title(draft: Draft) -> None:
    title = draft.fields.get("title")
    if isinstance(title, str) and title.endswith(".") and not title.endswith(".."):
        draft.fields["title"] = title[:-1]


def _take_date(left: Tags, draft: Draft) -> None:
    tag = left.first(("DP",))
    if tag is None:
        return
    date = dates.numeric(tag.text) or dates.in_words(tag.text)
    if date is None and (eric := _ERIC_DATE.fullmatch(tag.text)):
        month, day, said = eric.groups(default="")
        date = dates.from_parts(said, month, day if month else "")
    if date is None:
        left.put_back(tag)
        year = _YEAR.fullmatch(tag.text)
        date = Date(int(year[1])) if year else None
    if date:
        draft.put("issued", date, tag.place)


def _take_identifiers(left: Tags, draft: Draft) -> None:
    """Read DOI, ISSN and ISBN; whatever repeats a DOI goes with it."""
    for tag in (*left.get("LID"), *left.get("AID")):
        linked = _LINKED_DOI.fullmatch(tag.text)
        if linked and draft.fields.get("DOI", linked[1]) == linked[1]:
            draft.put("DOI", linked[1], tag.place)
            left.take(tag)
        found = _IDENTIFIER.fullmatch(tag.text)
        if found and found[2] == "doi" and draft.fields.get("DOI", found[1]) == found[1]:
            draft.put("DOI", found[1], tag.place)
            left.take(tag)
    serials = (("ISSN", "IS", _ISSN), ("ISSN", "ISSN", _ISSN), ("ISBN", "ISBN", _ISBN))
    for name, tagged, shape in serials:
        for tag in left.get(tagged):
            found = shape.fullmatch(_ERICS.sub("", tag.text))
            if found and draft.fields.get(name, found[1]) == found[1]:
                draft.put(name, found[1], tag.place)
                left.take(tag)


def _take_page(left: Tags, draft: Draft) -> None:
    """Read `PG`, or else the number that the publisher gives an article without pages."""
    tag = left.first(("PG",))
    if tag:
        draft.put("page", whole_pages(tag.text), tag.place)
        return
    for tag in (*left.get("LID"), *left.get("AID")):
        found = _IDENTIFIER.fullmatch(tag.text)
        if not found or found[2] != "pii" or not _ARTICLE_NUMBER.fullmatch(found[1]):
            continue
        if draft.fields.get("page", found[1]) == found[1]:
            draft.put("page", found[1], tag.place)
            left.take(tag)


def whole_pages(pages: str) -> str:
    """Return `pages` with each range in it completed: "511-8" is 511-518."""
    return _PAGES.sub(_completed, pages)


def _completed(pages: re.Match[str]) -> str:
    """Return a range whose end has the letter and digits it shares with its start."""
    letter, start, end = pages.groups()
    missing = len(start) - len(end)
    return f"{letter}{start}-{letter}{start[:missing]}{end}" if missing > 0 else pages[0]
