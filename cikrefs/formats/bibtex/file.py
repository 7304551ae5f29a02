r"""BibTeX and biblatex files: read whatever is common, write what every reader takes.

Reading keeps what it has no name for: fields as they stand, LaTeX and all, in `extra` under
"bibtex:NAME", entry types without a CSL type under "bibtex:ENTRYTYPE", and what in an entry is no
field, comments and what cannot be read, under "bibtex:unread". Text is decoded to Unicode, and
braces that only protect capitals are taken away; writing makes them again. Of a field whose LaTeX
says more than its text would (math, italics, a command nobody knows) the LaTeX is kept under
"bibtex:LATEX", by the field's name, and written again for as long as it says what the field says.
What stands between the entries that are read is the `asides`: comments, `@string`, `@preamble`,
`@xdata`, entries that cannot be read. They are kept as they stand, all of them, since only their
author knows which of them need which; that the entries themselves no longer need an `@string` does
no harm.

Writing is UTF-8 in the form that Zotero, pandoc, biber, BibTeX and typst read alike: one
`name = {value}` a line in one order; `pages` with one hyphen and never `eid`; DOI and URL verbatim;
dates as `bibtex_dates` says. pybtex's Writer is not used: it escapes DOIs, refuses equal keys, and
nothing of it would be left but a loop.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from cikrefs import dates, keys
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.formats.bibtex import (
    dates as bibtex_dates,
)
from cikrefs.formats.bibtex import (
    dialects as bibtex_dialects,
)
from cikrefs.formats.bibtex import (
    journals as bibtex_journals,
)
from cikrefs.formats.bibtex import (
    latex,
)
from cikrefs.formats.bibtex import (
    names as bibtex_names,
)
from cikrefs.formats.bibtex.capitals import protect
from cikrefs.formats.bibtex.entries import Entry, Field, scan
from cikrefs.formats.bibtex.fields import (
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
from cikrefs.formats.bibtex.inheritance import Inheritance
from cikrefs.formats.common import kinds
from cikrefs.formats.common.draft import Draft, Value, value, with_repeats_told
from cikrefs.formats.common.lines import Lines, clean, one_line
from cikrefs.models import Name, Reference

_ENTRY_TYPE = "bibtex:ENTRYTYPE"
_UNREAD = "bibtex:unread"
_LATEX = "bibtex:LATEX"
_SUBTYPES = {written: type_ for type_, written in TYPES.items()}
_LIBRARIES = frozenset({"jstor", "hdl", "googlebooks"})
"""Where `eprint` is a copy of what was printed; in other archives it is a preprint."""
_TYPE_NAME = re.compile(r"[^\W\d][\w-]*")
_JOURNAL = ("container_title", "container_title_short")
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
    as_they_stood: dict[str, str] = {}
    for number in sorted({number for name in left for number in by_name.get(name, ())}):
        row, aliases = rows[number]
        field = next((left[name] for name in aliases if name in left), None)
        if field is None or _is_document_type(row, type_, field.value):
            continue
        read, remarks = _read(row, field.value)
        if read:
            draft.put(row.name, read, lines.place(field.offset))
            del left[field.name]
            if row.kind not in {"verbatim", "date"} and latex.says_more(field.value):
                as_they_stood[row.written(names)] = field.value
        for name, message in remarks:
            place, key = draft.positions[row.name][0], entry.key or None
            problem = Problem(message, line=place, text=name, reference=key, lost=False)
            report(problem, on_problem)
    bibtex_dates.take(left, draft, lines)
    _take_preprint_number(type_, left, draft, lines)
    genre = draft.fields.get("genre", entry.type if type_ == "thesis" else "")
    if genre in GENRES:
        draft.put("genre", GENRES[str(genre)])
    draft.extra.update({f"bibtex:{name}": field.value for name, field in left.items()})
    if as_they_stood:
        draft.extra[_LATEX] = as_they_stood
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


def _is_document_type(row: Row, type_: str, latex_value: str) -> bool:
    """Whether `type` says again what the entry is ("Article; Early Access"), and so no genre."""
    return row.name == "genre" and kinds.says_again(latex.decode(latex_value), type_)


def _read(row: Row, latex_value: str) -> tuple[Value | None, list[bibtex_names.Remark]]:
    """Return what a field's value says, None for no date, and what is odd about names."""
    if row.kind == "names":
        return bibtex_names.read(latex_value)
    if row.kind == "date":
        return dates.numeric(latex_value), []
    if row.kind == "verbatim":
        return latex.unescape(latex_value), []
    if row.name in _JOURNAL and (journal := bibtex_journals.names(latex_value)):
        return journal[_JOURNAL.index(row.name)], []
    return one_line(latex.decode(latex_value)), []


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
        is_stale = bibtex_dates.contradicts(name, str(found), reference.issued)
        if name.startswith("bibtex:") and name not in {_ENTRY_TYPE, _LATEX} and not is_stale:
            text = one_line(str(found))
            usable = _UNUSABLE_IN_NAMES.sub("-", name.removeprefix("bibtex:"))
            yield usable, text if latex.balanced(text) else latex.encode(text)


def _thesis(reference: Reference) -> str:
    genre = reference.genre.lower()
    if not genre:
        return "thesis"
    return "mastersthesis" if "master" in genre else "phdthesis"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    names = layout(reference.type, in_series=bool(reference.collection_title))
    kept = reference.extra.get(_LATEX)
    as_they_stood = kept if isinstance(kept, Mapping) else {}
    for row in ROWS:
        if row.name == "DOI":
            yield from bibtex_dates.written(reference)
        found = value(reference, row.name)
        if found and row.name == "director":
            yield from _director(reference)
        elif found:
            name = row.written(names)
            stood = as_they_stood.get(name)
            says_it = isinstance(stood, str) and _says(row, stood, found)
            yield name, str(stood) if says_it else _written(row, names, found)


def _says(row: Row, latex_value: str, found: Value) -> bool:
    """Whether a field is `found` where it is read from `latex_value`."""
    if latex_value != one_line(latex_value) or not latex.balanced(latex_value):
        return False
    draft, (read, _) = Draft(), _read(row, latex_value)
    draft.put(row.name, read or "")
    return draft.fields.get(row.name) == found


def _director(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the director as biblatex has it: an editor, and what kind of editor."""
    taken = {"editor"} if reference.editor else set()
    taken |= {name.removeprefix("bibtex:") for name in reference.extra}
    name = next((name for name in bibtex_dialects.EDITORS if name not in taken), "director")
    yield name, bibtex_names.write(reference.director)
    if name != "director":
        yield f"{name}type", "director"


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
