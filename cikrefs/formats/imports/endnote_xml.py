"""EndNote's XML: read, never written.

Its fields are those of EndNote's RIS under other names, so a record is turned into RIS tags by a
table and read as RIS. pandoc reads this format too, but only takes authors, title,
secondary title, pages, volume, number, year, publisher, place, ISBN and abstract: a DOI, editors,
keywords and URLs are lost. Elements that the table does not name are kept in `extra` under
"endnote:NAME". Of the styles, only raised and lowered text is kept, if Unicode has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from cikrefs.documents import trees
from cikrefs.errors import InputError, OnProblem, report
from cikrefs.formats.common import markup
from cikrefs.formats.common.lines import Lines, one_line
from cikrefs.formats.common.tagged import Tag
from cikrefs.formats.ris.records import reference
from cikrefs.models import Reference

_RECORD = re.compile(r"<record(?:\s[^<>]*?)?(/?)>")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")

TYPES: Mapping[str, str] = {
    "Aggregated Database": "AGGR",
    "Ancient Text": "ANCIENT",
    "Artwork": "ART",
    "Audiovisual Material": "ADVS",
    "Bill": "BILL",
    "Blog": "BLOG",
    "Book": "BOOK",
    "Book Section": "CHAP",
    "Case": "CASE",
    "Catalog": "CTLG",
    "Chart or Table": "CHART",
    "Classical Work": "CLSWK",
    "Computer Program": "COMP",
    "Conference Paper": "CPAPER",
    "Conference Proceedings": "CONF",
    "Dataset": "DATA",
    "Dictionary": "DICT",
    "Edited Book": "EDBOOK",
    "Electronic Article": "EJOUR",
    "Electronic Book": "EBOOK",
    "Electronic Book Section": "ECHAP",
    "Encyclopedia": "ENCYC",
    "Equation": "EQUA",
    "Figure": "FIGURE",
    "Film or Broadcast": "MPCT",
    "Generic": "GEN",
    "Government Document": "GOVDOC",
    "Grant": "GRNT",
    "Hearing": "HEAR",
    "Journal Article": "JOUR",
    "Legal Rule or Regulation": "LEGAL",
    "Magazine Article": "MGZN",
    "Manuscript": "MANSCPT",
    "Map": "MAP",
    "Music": "MUSIC",
    "Newspaper Article": "NEWS",
    "Online Database": "DBASE",
    "Online Multimedia": "MULTI",
    "Pamphlet": "PAMP",
    "Patent": "PAT",
    "Personal Communication": "PCOMM",
    "Report": "RPRT",
    "Serial": "SER",
    "Standard": "STAND",
    "Statute": "STAT",
    "Thesis": "THES",
    "Unpublished Work": "UNPB",
    "Web Page": "WEB",
}
"""EndNote's reference types and their RIS types."""

TAGS: Mapping[str, str] = {
    "contributors/authors/author": "AU",
    "contributors/secondary-authors/author": "A2",
    "contributors/tertiary-authors/author": "A3",
    "contributors/subsidiary-authors/author": "A4",
    "contributors/translated-authors/author": "TA",
    "auth-address": "AD",
    "titles/title": "TI",
    "titles/secondary-title": "T2",
    "titles/tertiary-title": "T3",
    "titles/short-title": "ST",
    "titles/translated-title": "TT",
    "titles/alt-title": "J2",
    "periodical/full-title": "JF",
    "periodical/abbr-1": "JA",
    "pages": "SP",
    "volume": "VL",
    "number": "IS",
    "num-vols": "NV",
    "edition": "ET",
    "section": "SE",
    "keywords/keyword": "KW",
    "dates/year": "PY",
    "dates/pub-dates/date": "DA",
    "pub-location": "CY",
    "publisher": "PB",
    "orig-pub": "OP",
    "isbn": "SN",
    "accession-num": "AN",
    "call-num": "CN",
    "electronic-resource-num": "DO",
    "abstract": "AB",
    "label": "LB",
    "caption": "CA",
    "notes": "N1",
    "research-notes": "RN",
    "work-type": "M3",
    "reviewed-item": "RI",
    "remote-database-name": "DB",
    "remote-database-provider": "DP",
    "language": "LA",
    "urls/web-urls/url": "UR",
    "urls/related-urls/url": "UR",
    "urls/pdf-urls/url": "L1",
    "urls/text-urls/url": "L2",
    "urls/image-urls/url": "L4",
    "access-date": "Y2",
    "custom1": "C1",
    "custom2": "C2",
    "custom3": "C3",
    "custom4": "C4",
    "custom5": "C5",
    "custom6": "C6",
    "custom7": "C7",
    "misc1": "M1",
    "misc2": "M2",
}
"""The path of an element in a record, and its RIS tag."""


_SCRIPTS = {"superscript": markup.RAISED, "subscript": markup.LOWERED}
_LINES = ("AU", "A2", "A3", "A4", "KW", "SN", "UR", "L1")
"""The tags whose elements may hold several values, each on its line."""


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in an EndNote XML file's text, in its order, without ids.

    Broken XML, and XML that uses its own entities, which may be a bomb, go to
    `on_problem` or, without it, are raised as InputError.
    """
    # a declaration tells the encoding of bytes, which are past; the lines below it stay theirs
    body = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text, count=1)
    try:
        root = trees.xml(body.encode("utf-8", "replace"))
    except InputError as error:
        report(error.problem, on_problem)
        return []
    found = [record for record in root.iter() if trees.name(record) == "record"]
    sources = _sources(text, len(found))
    return [_reference(record, *source) for record, source in zip(found, sources, strict=True)]


def _sources(text: str, count: int) -> list[tuple[int, str]]:
    """Return the line and the text of each of the `count` records."""
    lines, sources, at = Lines(text), [], 0
    for _ in range(count):
        opened = _RECORD.search(text, at)
        start = opened.start() if opened else len(text)
        end = text.find("</record>", start)
        at = end + len("</record>") if end >= 0 else len(text)
        if opened and opened[1]:  # an empty one closes itself
            at = opened.end()
        sources.append((lines.place(start)[0], text[start:at]))
    return sources


def _reference(record: trees.Element, line: int, text: str) -> Reference:
    tags: list[Tag] = []
    extra: dict[str, list[str]] = {}
    for path, element in _leaves(record):
        place = (element.sourceline or line, 1)
        name = TAGS.get(path, "")
        whole = _text(element)
        values = re.split(r"[\r\n]+", whole) if name in _LINES else [whole]
        kind = TYPES.get(element.get("name", "")) if path == "ref-type" else None
        if kind:
            tags.append(Tag("TY", kind, (kind,), place))
        elif name:
            tags += [Tag(name, one_line(value), (value,), place) for value in values]
        elif path == "ref-type" or one_line(whole):
            value = one_line(element.get("name", whole))
            extra.setdefault(f"endnote:{path}", []).append(value)
    read = reference(tags, line=line, text=text)
    return replace(read, extra={**read.extra, **extra})


def _leaves(element: trees.Element, path: str = "") -> Iterator[tuple[str, trees.Element]]:
    """Yield the elements that hold text, styled or not, each with its path in the record."""
    for child in element:
        below = f"{path}{trees.name(child)}"
        own = "".join((child.text or "", *(part.tail or "" for part in child)))
        if below in TAGS or own.strip() or all(trees.name(part) == "style" for part in child):
            yield below, child
        else:
            yield from _leaves(child, f"{below}/")


def _text(element: trees.Element) -> str:
    """Return the text of an element, raised or lowered if a style says so and Unicode has it."""
    texts = [element.text or ""]
    for part in element:
        text, faces = "".join(map(str, part.itertext())), part.get("face", "").split()
        for table in (_SCRIPTS[face] for face in faces if face in _SCRIPTS):
            text = markup.script(text, table)
        texts += [text, part.tail or ""]
    return "".join(texts)
