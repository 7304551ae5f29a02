"""BibTeX and biblatex files: read whatever is common, write what every reader takes.

Reading keeps what it has no name for: fields as they stand, LaTeX and all, in `extra` under
"bibtex:NAME", entry types without a CSL type under "bibtex:ENTRYTYPE". Text is decoded to Unicode,
and braces that only protect capitals are taken away; writing makes them again.

Writing is UTF-8 in the form that Zotero, pandoc, biber, BibTeX and typst read alike: one
`name = {value}` a line in one order; `pages` with one hyphen and never `eid`; DOI and URL verbatim;
the year in `year`, the month as its macro, which styles print as a name and biber takes for a
number, and the day in `day`, which pandoc and biber read and BibTeX ignores. Beside `date`, which
BibTeX does not know, `year` would be a contradiction to biber. pybtex's Writer is not used: it
escapes DOIs, refuses equal keys, and nothing of it would be left but a loop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from cikrefs import keys
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats import bibtex_names, dates, latex
from cikrefs.formats.bibtex_entries import Entry, Field, inherit, scan
from cikrefs.formats.bibtex_fields import READ_TYPES, ROWS, THESES, TYPES, Row, readable
from cikrefs.formats.capitals import protect
from cikrefs.formats.drafts import Draft, Value, report_repeated_ids, value
from cikrefs.formats.places import Lines, clean, one_line
from cikrefs.models import Date, Name, Reference

_ENTRY_TYPE = "bibtex:ENTRYTYPE"
_SUBTYPES = {written: type_ for type_, written in TYPES.items()}
_PARTS = ["year", "month", "day"]
_LINK = re.compile(r"\\url\s*\{([^{}]*)\}")
_TYPE_NAME = re.compile(r"[^\W\d][\w-]*")
_UNUSABLE_IN_KEYS = re.compile(r"[\s,{}\"#%~\\]+")
_UNUSABLE_IN_NAMES = re.compile(r"[\s\"#%'(),={}]+")


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a .bib file's text, in its order, with the keys they have.

    An entry whose braces do not balance and a field that cannot be read go to `on_problem` or,
    without it, are raised as InputError. An undefined macro, a name with too many commas and a key
    used twice are only remarked on: all of it is kept. Text between entries is comment, as BibTeX
    says.
    """
    text = clean(text)
    lines = Lines(text)
    entries = list(scan(text, lines, on_problem))
    parents = {
        field.value for entry in entries for field in entry.fields if field.name == "crossref"
    }
    by_key = {entry.key: entry for entry in reversed(entries) if entry.key in parents}
    references = []
    entries.reverse()
    while entries:  # an entry is let go as soon as it is read, which halves what a large file takes
        entry = inherit(entries.pop(), by_key)
        references.append(_reference(entry, text, lines, on_problem))
    report_repeated_ids(references, on_problem)
    return references


def _reference(entry: Entry, text: str, lines: Lines, on_problem: OnProblem | None) -> Reference:
    draft = Draft()
    left = {field.name: field for field in entry.fields if field.value}
    _take_link(left)
    type_ = _type(entry, left, draft)
    for row, names in readable(type_):
        field = next((left[name] for name in names if name in left), None)
        read, wrong = _read(row, field.value) if field else (None, [])
        if field and read:
            draft.put(row.name, read, lines.place(field.offset))
            del left[field.name]
        for name in wrong:
            message = "a name has too many commas; it is kept as the name of a group"
            place, key = draft.positions[row.name][0], entry.key or None
            problem = Problem(message, line=place, text=name, reference=key, lost=False)
            report(problem, on_problem)
    _take_issued(left, draft, lines)
    if type_ == "thesis" and "genre" not in draft.fields:
        draft.put("genre", THESES.get(entry.type, ""))
    draft.extra.update({f"bibtex:{name}": field.value for name, field in left.items()})
    line, _ = lines.place(entry.start)
    return draft.reference(entry.key, type_, line=line, text=text[entry.start : entry.end])


def _take_link(left: dict[str, Field]) -> None:
    r"""Read `howpublished = {\url{…}}`, which older files have in the place of `url`, as that."""
    field = left.get("howpublished")
    link = _LINK.fullmatch(field.value) if field else None
    if field and link and "url" not in left:
        left["url"] = replace(field, name="url", value=link[1])
        del left["howpublished"]


def _type(entry: Entry, left: dict[str, Field], draft: Draft) -> str:
    """Return the CSL type; note in `draft` an entry type that would not be written for it."""
    subtype = left["entrysubtype"].value if "entrysubtype" in left else ""
    type_ = _SUBTYPES.get((entry.type, subtype))
    if type_ is None and entry.type == "misc" and subtype:
        type_ = latex.decode(subtype)
    if type_ is not None:
        left.pop("entrysubtype", None)
        is_preprint = type_ == "document" and ("eprint" in left or "archiveprefix" in left)
        return "article" if is_preprint else type_
    type_ = READ_TYPES.get(entry.type) or _SUBTYPES.get((entry.type, ""), "document")
    if type_ != "thesis" and entry.type != TYPES.get(type_, ("misc", ""))[0]:
        draft.extra[_ENTRY_TYPE] = entry.type
    return type_


def _read(row: Row, latex_value: str) -> tuple[Value | None, list[str]]:
    """Return what a field's value says, None for no date, and the names against BibTeX's rules."""
    if row.kind == "names":
        return bibtex_names.read(latex_value)
    if row.kind == "date":
        return dates.numeric(latex_value), []
    if row.kind == "verbatim":
        return latex.unescape(latex_value), []
    return one_line(latex.decode(latex_value)), []


def _take_issued(left: dict[str, Field], draft: Draft, lines: Lines) -> None:
    """Read the date of issue; what is no date, or more than one, stays in `left`."""
    texts = {name: latex.decode(left[name].value) for name in ("date", *_PARTS) if name in left}
    issued, used = next(_dates(texts), (None, []))
    if issued is None:
        return
    if texts.get("year") == str(issued.year):
        used = [*used, "year"]
    first = next((name for name in used if name in left), "date")
    draft.put("issued", issued, lines.place(left[first].offset))
    for name in used:
        left.pop(name, None)


def _dates(texts: dict[str, str]) -> Iterator[tuple[Date, list[str]]]:
    """Yield the dates that the fields allow, the best first, and the fields each says all of."""
    if date := dates.numeric(texts.get("date", "")):
        yield date, ["date"]
    for parts in (_PARTS, _PARTS[:2], _PARTS[:1]):
        if date := dates.from_parts(*(texts.get(part, "") for part in parts)):
            yield date, parts
    if date := dates.numeric(texts.get("date", "").partition("/")[0]):
        yield date, []


def dumps(references: Iterable[Reference]) -> str:
    """Return the references as a .bib file's text, in their order; references without id get one.

    A character that no key may hold (white space, comma, brace, quote, `#`, `%`, `~`, backslash)
    becomes a hyphen in the key.
    """
    return "\n".join(_entry(reference) for reference in keys.assign(references))


def _entry(reference: Reference) -> str:
    type_, subtype = TYPES.get(reference.type, ("misc", reference.type))
    if reference.type == "thesis":
        type_ = _thesis(reference)
    remembered = reference.extra.get(_ENTRY_TYPE)
    if isinstance(remembered, str) and _TYPE_NAME.fullmatch(remembered):
        type_, subtype = remembered, ""
    fields = dict(_fields(reference))
    if subtype:
        fields["entrysubtype"] = latex.encode(subtype)
    for name, text in _unnamed(reference):
        fields.setdefault(name, text)
    lines = [f"@{type_}{{{_UNUSABLE_IN_KEYS.sub('-', reference.id)}"]
    for name, text in fields.items():
        is_macro = name == "month" and text in dates.MONTHS
        lines.append(f"  {name} = {text}" if is_macro else f"  {name} = {{{text}}}")
    return ",\n".join(lines) + "\n}\n"


def _unnamed(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the fields that were read from a .bib file and have no name here, as they stood."""
    for name, found in reference.extra.items():
        if name.startswith("bibtex:") and name != _ENTRY_TYPE:
            text = one_line(str(found))
            usable = _UNUSABLE_IN_NAMES.sub("-", name.removeprefix("bibtex:"))
            yield usable, text if latex.balanced(text) else latex.encode(text)


def _thesis(reference: Reference) -> str:
    if not reference.genre:
        return "thesis"
    return "mastersthesis" if "master" in reference.genre.lower() else "phdthesis"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    for row in ROWS:
        if row.name == "DOI":
            yield from _issued(reference.issued)
        found = value(reference, row.name)
        if found:
            yield row.written(reference.type), _written(row, reference.type, found)


def _issued(issued: Date | None) -> Iterator[tuple[str, str]]:
    if issued:
        yield "year", str(issued.year)
    if issued and issued.month:
        yield "month", dates.MONTHS[issued.month - 1]
    if issued and issued.day:
        yield "day", str(issued.day)


def _written(row: Row, type_: str, found: Value) -> str:
    if row.kind == "names":
        return bibtex_names.write(cast("tuple[Name, ...]", found))
    text = one_line(str(found))
    if row.kind == "verbatim":
        return text if latex.balanced(text) else text.replace("{", "%7B").replace("}", "%7D")
    if row.kind == "title":
        return protect(text, latex.encode)
    if row.written(type_) == "booktitle":
        return protect(text, latex.encode, all_capitals=True)
    return latex.encode(text)
