r"""BibTeX and biblatex files: read whatever is common, write what every reader takes.

Reading keeps what it has no name for: fields as they stand, LaTeX and all, in `extra` under
"bibtex:NAME", entry types without a CSL type under "bibtex:ENTRYTYPE", and what in an entry is no
field, comments and what cannot be read, under "bibtex:unread". Text is decoded to Unicode, and
braces that only protect capitals are taken away; writing makes them again. What stands between the
entries that are read is the `asides`: comments, `@string`, `@preamble`, `@xdata`, entries that
cannot be read. They are kept as they stand, all of them, since only their author knows which of
them need which; that the entries themselves no longer need an `@string` does no harm.

Writing is UTF-8 in the form that Zotero, pandoc, biber, BibTeX and typst read alike: one
`name = {value}` a line in one order; `pages` with one hyphen and never `eid`; DOI and URL verbatim;
the year in `year`, the month as its macro, which styles print as a name and biber takes for a
number, and the day in `day`, which pandoc and biber read and BibTeX ignores. Beside `date`, which
BibTeX does not know, `year` would be a contradiction to biber; so `date` stands alone, and only
where the file it came from says more in it than a day (a range, an uncertain year). pybtex's Writer
is not used: it escapes DOIs, refuses equal keys, and nothing of it would be left but a loop.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from cikrefs import keys
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats import bibtex_dialects, bibtex_names, dates, latex
from cikrefs.formats.bibtex_entries import Entry, Field, scan
from cikrefs.formats.bibtex_fields import (
    GENRES,
    NO_WORKS,
    READ_TYPES,
    ROWS,
    TYPES,
    Row,
    layout,
    readable,
    rows_by_name,
)
from cikrefs.formats.bibtex_inheritance import Inheritance
from cikrefs.formats.capitals import protect
from cikrefs.formats.drafts import Draft, Value, value, with_repeats_told
from cikrefs.formats.places import Lines, clean, one_line
from cikrefs.models import Date, Name, Reference

_ENTRY_TYPE = "bibtex:ENTRYTYPE"
_UNREAD = "bibtex:unread"
_DATE = "bibtex:date"
_SUBTYPES = {written: type_ for type_, written in TYPES.items()}
_LIBRARIES = frozenset({"jstor", "hdl", "googlebooks"})
"""Where `eprint` is a copy of what was printed; in other archives it is a preprint."""
_PARTS = ["year", "month", "day"]
_TYPE_NAME = re.compile(r"[^\W\d][\w-]*")
_UNUSABLE_IN_KEYS = re.compile(r"[\s,{}\"#%~\\]+")
_UNUSABLE_IN_NAMES = re.compile(r"[\s\"#%'(),={}]+")


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands between the entries of a .bib file, verbatim; `before` how many stand before."""

    text: str
    before: int


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a .bib file's text, in its order, with the keys they have.

    An entry whose braces do not balance and a field that cannot be read go to `on_problem` or,
    without it, are raised as InputError. An undefined macro, a name with too many commas and a key
    used twice are only remarked on: all of it is kept. Text between entries is comment, as BibTeX
    says (see `asides`).
    """
    return list(iterate(text, on_problem=on_problem))


def iterate(text: str, *, on_problem: OnProblem | None = None) -> Iterator[Reference]:
    """Yield the references as `loads` returns them; entries inherit, so all are scanned first."""
    return with_repeats_told(_references(clean(text), on_problem), on_problem)


def _references(text: str, on_problem: OnProblem | None) -> Iterator[Reference]:
    lines = Lines(text)
    entries = list(scan(text, lines, on_problem))
    inheritance = Inheritance(entries)
    entries.reverse()
    while entries:  # an entry is let go as soon as it is read, which halves what a large file takes
        entry = entries.pop()
        if entry.type not in NO_WORKS:
            yield _reference(inheritance.whole(entry), text, lines, on_problem)


def asides(text: str) -> tuple[Aside, ...]:
    """Return what stands before, between and behind the entries that `loads` reads from `text`."""
    text = clean(text)
    found, end, before = [], 0, 0
    for entry in scan(text, Lines(text), lambda _: None):
        if entry.type in NO_WORKS:
            continue
        found.append(Aside(text[end : entry.start].strip(), before))
        end, before = entry.end, before + 1
    found.append(Aside(text[end:].strip(), before))
    return tuple(aside for aside in found if aside.text)


def _reference(entry: Entry, text: str, lines: Lines, on_problem: OnProblem | None) -> Reference:
    draft = Draft()
    left = {field.name: field for field in entry.fields if field.value}
    bibtex_dialects.say(left)
    type_ = _type(entry, left, draft)
    names = layout(type_, in_series="series" in left)
    rows, by_name = readable(names), rows_by_name(names)
    for number in sorted({number for name in left for number in by_name.get(name, ())}):
        row, aliases = rows[number]
        field = next((left[name] for name in aliases if name in left), None)
        read, wrong = _read(row, field.value) if field else (None, [])
        if field and read:
            draft.put(row.name, read, lines.place(field.offset))
            del left[field.name]
        for name in wrong:
            message = "a name has too many commas or braces; it is kept as the name of a group"
            place, key = draft.positions[row.name][0], entry.key or None
            problem = Problem(message, line=place, text=name, reference=key, lost=False)
            report(problem, on_problem)
    _take_issued(left, draft, lines)
    _take_preprint_number(type_, left, draft, lines)
    genre = draft.fields.get("genre", entry.type if type_ == "thesis" else "")
    if genre in GENRES:
        draft.put("genre", GENRES[str(genre)])
    draft.extra.update({f"bibtex:{name}": field.value for name, field in left.items()})
    if entry.unread:
        unread = [*entry.unread, *([left["unread"].value] if "unread" in left else [])]
        draft.extra[_UNREAD] = " ".join(unread)
    line, _ = lines.place(entry.start)
    return draft.reference(entry.key, type_, line=line, text=text[entry.start : entry.end])


def _type(entry: Entry, left: dict[str, Field], draft: Draft) -> str:
    """Return the CSL type; note in `draft` an entry type that would not be written for it."""
    subtype = left["entrysubtype"].value if "entrysubtype" in left else ""
    type_ = _SUBTYPES.get((entry.type, subtype))
    if type_ is None and entry.type == "misc" and subtype:
        type_ = latex.decode(subtype)
    if type_ is not None:
        left.pop("entrysubtype", None)
    else:
        type_ = READ_TYPES.get(entry.type) or _SUBTYPES.get((entry.type, ""), "document")
    archive = left.get("eprinttype") or left.get("archiveprefix")
    is_copy = archive is not None and archive.value.lower() in _LIBRARIES
    if type_ in {"document", "webpage"} and "eprint" in left and not is_copy:
        type_ = "article"
    if type_ != "thesis" and entry.type != TYPES.get(type_, ("misc", ""))[0]:
        draft.extra[_ENTRY_TYPE] = entry.type
    return type_


def _take_preprint_number(type_: str, left: dict[str, Field], draft: Draft, lines: Lines) -> None:
    """Give a preprint the number that its archive knows it by ("arXiv:2401.00001")."""
    archive = left.get("eprinttype") or left.get("archiveprefix")
    if type_ == "article" and "eprint" in left and archive and "number" not in draft.fields:
        eprint = latex.unescape(left["eprint"].value)
        label = f"{archive.value}:"
        number = eprint if eprint.lower().startswith(label.lower()) else label + eprint
        draft.put("number", number, lines.place(left["eprint"].offset))


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
    texts = {name: latex.decode(left[name].value) for name in _PARTS if name in left}
    texts["date"] = left["date"].value if "date" in left else ""
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
    if date := _first_day(texts.get("date", "")):
        yield date, []


def _first_day(date: str) -> Date | None:
    """Return the first day of a range, or a day that is uncertain (biblatex's `?`, `~`, `%`)."""
    return dates.numeric(date.partition("/")[0].partition("T")[0].rstrip("?~%"))


def dumps(references: Iterable[Reference], asides: Sequence[Aside] = ()) -> str:
    """Return the references as a .bib file's text, in their order; references without id get one.

    `asides` go back to where they stood. A character that no key may hold (white space, comma,
    brace, quote, `#`, `%`, `~`, backslash) becomes a hyphen in the key.
    """
    return "".join(pieces(references, asides))


def pieces(references: Iterable[Reference], asides: Sequence[Aside] = ()) -> Iterator[str]:
    """Yield the text that `dumps` returns, piece by piece."""
    waiting = deque(asides)
    between = ""
    for number, reference in enumerate(keys.assign(references)):
        while waiting and waiting[0].before <= number:
            yield f"{between}{waiting.popleft().text}\n"
            between = "\n"
        yield between + _entry(reference)
        between = "\n"
    for aside in waiting:
        yield f"{between}{aside.text}\n"
        between = "\n"


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
    lines = []
    for name, text in fields.items():
        is_macro = name == "month" and text in dates.MONTHS
        lines.append(f"\n  {name} = {text}" if is_macro else f"\n  {name} = {{{text}}}")
    key, body = _UNUSABLE_IN_KEYS.sub("-", reference.id), ",".join(lines)
    return f"@{type_}{{{key},{body}\n}}\n"


def _unnamed(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the fields that were read from a .bib file and have no name here, as they stood."""
    for name, found in reference.extra.items():
        is_stale = name == _DATE and _contradicts(str(found), reference.issued)
        if name.startswith("bibtex:") and name != _ENTRY_TYPE and not is_stale:
            text = one_line(str(found))
            usable = _UNUSABLE_IN_NAMES.sub("-", name.removeprefix("bibtex:"))
            yield usable, text if latex.balanced(text) else latex.encode(text)


def _contradicts(date: str, issued: Date | None) -> bool:
    """Whether `date`, as it stood, is another date than the one the reference has been given."""
    first = _first_day(date)
    return issued is not None and first is not None and first.year != issued.year


def _thesis(reference: Reference) -> str:
    genre = reference.genre.lower()
    if not genre:
        return "thesis"
    return "mastersthesis" if "master" in genre else "phdthesis"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    names = layout(reference.type, in_series=bool(reference.collection_title))
    for row in ROWS:
        if row.name == "DOI":
            yield from _issued(reference)
        found = value(reference, row.name)
        if found and row.name == "director":
            yield from _director(reference)
        elif found:
            yield row.written(names), _written(row, names, found)


def _director(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the director as biblatex has it: an editor, and what kind of editor."""
    taken = {"editor"} if reference.editor else set()
    taken |= {name.removeprefix("bibtex:") for name in reference.extra}
    name = next((name for name in bibtex_dialects.EDITORS if name not in taken), "director")
    yield name, bibtex_names.write(reference.director)
    if name != "director":
        yield f"{name}type", "director"


def _issued(reference: Reference) -> Iterator[tuple[str, str]]:
    issued, date = reference.issued, reference.extra.get(_DATE)
    if issued and not (isinstance(date, str) and _first_day(date) == issued):
        yield "year", str(issued.year)
        if issued.month:
            yield "month", dates.MONTHS[issued.month - 1]
        if issued.day:
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
