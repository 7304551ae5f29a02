"""Citations that reference managers left in a document as fields: items whole, nothing to be read.

Zotero and Mendeley put CSL-JSON into the field (`ADDIN ZOTERO_ITEM CSL_CITATION {…}`, `ADDIN
CSL_CITATION {…}`), EndNote its XML (`ADDIN EN.CITE <EndNote>…`, or the same in base64 beside it),
Word a tag (`CITATION Lee12`) of a source that the package holds (`b:Sources`). LibreOffice's
documents have Zotero's text as the name of a reference mark. Each item is told once.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cikrefs.documents import trees
from cikrefs.documents.package import Package
from cikrefs.documents.trees import Element
from cikrefs.errors import InputError, OnProblem, Problem, report
from cikrefs.models import Date, Name, Reference, Source

__all__ = ["codes", "in_word", "marks", "references"]

_CSL = re.compile(r"(?:ADDIN\s+)?(?:ZOTERO_ITEM\s+)?CSL_CITATION\s*(?=\{)")
_MENDELEY = "MENDELEY_CITATION_v3_"
"""Before the base64 that Mendeley's newer add-in keeps in a control's tag."""
_WORD = re.compile(r"\s*CITATION\s+(?P<tag>\S+)(?P<more>(?:\s+\\m\s+\S+|\s+\\[a-z]\s+\S+)*)")
_MORE = re.compile(r"\\m\s+(\S+)")
_FIELD = re.compile(r"CSL_CITATION|EN\.CITE|<EndNote>|^\s*CITATION\s")
_OWN_SOURCES = re.compile(r"customXml/item\d{1,3}\.xml")
_TYPES = {
    "JournalArticle": "article-journal", "ArticleInAPeriodical": "article-magazine",
    "Book": "book", "BookSection": "chapter", "ConferenceProceedings": "paper-conference",
    "Report": "report", "InternetSite": "webpage", "DocumentFromInternetSite": "webpage",
    "Patent": "patent",
}  # fmt: skip
"""Word's kinds of sources and CSL's types."""
_PLACES = {
    "Title": "title", "JournalName": "container_title", "BookTitle": "container_title",
    "PeriodicalTitle": "container_title", "ConferenceName": "container_title",
    "Volume": "volume", "Issue": "issue", "Pages": "page", "Publisher": "publisher",
    "City": "publisher_place", "Edition": "edition", "URL": "URL", "DOI": "DOI",
}  # fmt: skip
"""Parts of Word's sources (ECMA-376 part 1, clause 22.6) and the fields they fill."""


def codes(root: Element) -> Iterator[str]:
    """Yield the code of each field of a Word document's part, and the data that stands with it."""
    open_: list[list[str]] = []
    for element in root.iter():
        name = trees.name(element)
        if name == "fldSimple":
            yield _attribute(element, "instr")
        elif name == "tag" and _attribute(element, "val").startswith(_MENDELEY):
            yield f"CSL_CITATION {_unpacked(_attribute(element, 'val')[len(_MENDELEY) :])}"
        elif name == "fldData":
            yield _unpacked(element.text or "")
        elif name == "instrText" and open_:
            open_[-1].append(element.text or "")
        elif name == "fldChar":
            kind = _attribute(element, "fldCharType")
            if kind == "begin":
                open_.append([])
            elif open_ and kind in {"separate", "end"}:
                yield "".join(open_[-1])
                open_[-1].clear()
                if kind == "end":
                    open_.pop()


def marks(root: Element) -> Iterator[str]:
    """Yield the names of the reference marks in an OpenDocument text."""
    for element in root.iter():
        if trees.name(element) in {"reference-mark", "reference-mark-start"}:
            yield _attribute(element, "name")


def in_word(package: Package, part: str, on_problem: OnProblem | None) -> list[Reference]:
    """Return the items that the fields of a Word document hold, those in its notes included."""
    parts = [part, *(package.related(part, kind) or "" for kind in ("footnotes", "endnotes"))]
    said = [code for name in filter(None, parts) for code in codes(package.tree(name))]
    if not any(map(_FIELD.search, said)):
        return []
    own = (name for name in sorted(package.names) if _OWN_SOURCES.fullmatch(name))
    roots = (package.tree(name) for name in own)
    return references(said, [one for one in roots if trees.name(one) == "Sources"], on_problem)


def references(
    said: Iterable[str], sources: Iterable[Element] = (), on_problem: OnProblem | None = None
) -> list[Reference]:
    """Return the items that field codes hold, each once, in the order of their first citation.

    `sources` are the roots of Word's own sources, of which those that are cited are read.
    """
    held = dict(_sources(sources))
    found: dict[str, Reference] = {}
    for code in said:
        try:
            items = list(_items(code, held, on_problem))
        except (ValueError, InputError) as error:
            message = f"has a citation field that cannot be read: {error}"
            report(Problem(message, text=code[:200]), on_problem)
            continue
        for key, one in items:
            found.setdefault(key, one)
    return [*found.values()]


def _items(
    code: str, held: dict[str, Reference], on_problem: OnProblem | None
) -> Iterator[tuple[str, Reference]]:
    """Yield the items of one field, each with what tells it from others."""
    csl = _CSL.search(code)
    if csl:
        citation, _ = json.JSONDecoder().raw_decode(code, csl.end())
        for item in citation.get("citationItems", []):
            yield from _csl(item, on_problem)
    elif "EN.CITE" in code or "<EndNote>" in code:
        for found in _elements("EndNote", code):
            yield from _endnote(found, on_problem)
    elif word := _WORD.match(code):
        for tag in (word["tag"], *_MORE.findall(word["more"])):
            if tag in held:
                yield tag, held[tag]


def _csl(item: object, on_problem: OnProblem | None) -> Iterator[tuple[str, Reference]]:
    from cikrefs.formats.csl import json as csl_json

    data = item.get("itemData") if isinstance(item, dict) else None
    if not isinstance(item, dict) or not isinstance(data, dict):
        return
    uris = item.get("uris") or item.get("uri") or [data.get("id")]
    key = str(uris[0] if isinstance(uris, list) and uris else uris)
    known = {name: value for name, value in data.items() if name != "id"}
    for one in csl_json.loads(json.dumps([known]), on_problem=on_problem):
        yield key, replace(one, source=Source())


def _elements(name: str, text: str) -> Iterator[str]:
    """Yield the elements of a name that have no attributes, with their tags."""
    start, end = f"<{name}>", f"</{name}>"
    at = text.find(start)
    while at >= 0 and (stop := text.find(end, at)) >= 0:
        stop += len(end)
        yield text[at:stop]
        at = text.find(start, stop)


def _endnote(xml: str, on_problem: OnProblem | None) -> Iterator[tuple[str, Reference]]:
    from cikrefs.formats.imports import endnote_xml

    records = list(_elements("record", xml))
    text = f"<xml><records>{''.join(records)}</records></xml>"
    for record, one in zip(records, endnote_xml.loads(text, on_problem=on_problem), strict=False):
        number = re.search(r"<rec-number>(\d+)</rec-number>", record)
        database = re.search(r"db-id=\"([^\"]+)\"", record)
        key = f"{database[1] if database else ''}:{number[1] if number else one.title}"
        yield key, replace(one, source=Source())


def _sources(roots: Iterable[Element]) -> Iterator[tuple[str, Reference]]:
    for root in roots:
        for source in root:
            said = {trees.name(part): trees.text(part) for part in source if not len(part)}
            if "Tag" in said:
                yield said["Tag"], _source(source, said)


def _source(source: Element, said: dict[str, str]) -> Reference:
    fields = {_PLACES[name]: text for name, text in said.items() if name in _PLACES and text}
    extra = {
        f"word:{name}": text
        for name, text in said.items()
        if name not in _PLACES and name not in {"Tag", "Year", "SourceType", "Guid", "RefOrder"}
    }
    people = {
        trees.name(role): tuple(_people(role))
        for group in source
        if trees.name(group) == "Author"
        for role in group
    }
    year = said.get("Year", "")
    return Reference(
        type=_TYPES.get(said.get("SourceType", ""), "document"),
        author=people.get("Author", ()),
        editor=people.get("Editor", ()),
        issued=Date(int(year)) if re.fullmatch(r"\d{4}", year) else None,
        extra=extra,
        source=Source(label=said["Tag"]),
        **fields,  # type: ignore[arg-type]  # the table names text fields
    )


def _people(role: Element) -> Iterator[Name]:
    for one in role.iter():
        if trees.name(one) == "Person":
            parts = {trees.name(part): trees.text(part) for part in one}
            given = " ".join(filter(None, (parts.get("First"), parts.get("Middle"))))
            yield Name(parts.get("Last", ""), given)
        elif trees.name(one) == "Corporate":
            yield Name(literal=trees.text(one))


def _unpacked(data: str) -> str:
    """Return what EndNote keeps beside a field in base64; nothing if it is another thing."""
    try:
        return base64.b64decode("".join(data.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _attribute(element: Element, name: str) -> str:
    return next(
        (str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")),
        "",
    )
