r"""BibTeX and biblatex files: read whatever is common, write what every reader takes.

Reading keeps what it has no name for in `extra`: fields as they are, LaTeX included, under
"bibtex:NAME", entry types without a CSL type under "bibtex:ENTRYTYPE", and the rest of an entry,
comments and what cannot be read, under "bibtex:unread". Text is decoded to Unicode, and
braces that only protect capitals are taken away; writing makes them again. Of a field whose LaTeX
says more than its text would (math, italics, a command nobody knows) the LaTeX is kept under
"bibtex:LATEX", by the field's name, and written again as long as it says what the field says.
What stands between the entries that are read are the `asides`: comments, `@string`, `@preamble`,
`@xdata`, entries that cannot be read. All of them are kept as they are, since only their
author knows which of them need which. An `@string` that no entry needs any more does
no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from cikrefs import dates
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
    keys,
    latex,
)
from cikrefs.formats.bibtex import (
    names as bibtex_names,
)
from cikrefs.formats.bibtex.entries import Entry, Field, scan
from cikrefs.formats.bibtex.fields import (
    NO_WORKS,
    READ_TYPES,
    TYPES,
    Row,
    layout,
    rows_for,
)
from cikrefs.formats.bibtex.inheritance import Inheritance
from cikrefs.formats.bibtex.values import written
from cikrefs.formats.common import kinds
from cikrefs.formats.common.draft import Draft, Value, with_repeats_told
from cikrefs.formats.common.lines import Lines, clean, one_line
from cikrefs.formats.common.markup import PROSE
from cikrefs.models import Reference

ENTRY_TYPE = "bibtex:ENTRYTYPE"
_UNREAD = "bibtex:unread"
LATEX = "bibtex:LATEX"
BIBLATEX = frozenset(
    """booktitleaddon date eprinttype eventdate hyphenation journaltitle langid location maintitle
    options origdate pubstate titleaddon""".split()
)
"""Fields that only biblatex has: an entry with one of them is read by its rules for lists."""
_SUBTYPES = {written: type_ for type_, written in TYPES.items()}
_LIBRARIES = frozenset({"jstor", "hdl", "googlebooks"})
"""Where `eprint` is a copy of what was printed; in other archives it is a preprint."""
_JOURNAL = ("container_title", "container_title_short")


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands between the entries of a .bib file, verbatim; `before` how many stand before.

    A single empty line, which stands between most entries, is none.
    """

    text: str
    before: int


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Return the references in a .bib file's text, in its order, with the keys they have.

    An entry whose braces do not balance and a field that cannot be read go to `on_problem` or,
    without it, are raised as InputError. An undefined macro, a name with too many commas and a key
    used twice only cause a remark: all of it is kept. Text between entries is comment, as BibTeX
    says (see `asides`).
    """
    return list(iterate(text, on_problem=on_problem))


def iterate(text: str, *, on_problem: OnProblem | None = None) -> Iterator[Reference]:
    """Yield the references as `loads` returns them; entries inherit, so all are scanned first."""
    return with_repeats_told(_references(clean(text), on_problem), on_problem)


def _references(text: str, on_problem: OnProblem | None) -> Iterator[Reference]:
    lines = Lines(text)
    entries = list(scan(text, lines, on_problem))
    inheritance = Inheritance(entries, partial(_complain, lines, on_problem))
    entries.reverse()
    while entries:  # an entry is let go as soon as it is read, which halves what a large file takes
        entry = entries.pop()
        if entry.type not in NO_WORKS:
            yield _reference(inheritance.whole(entry), text, lines, on_problem)


def _complain(lines: Lines, on_problem: OnProblem | None, entry: Entry, message: str) -> None:
    line, key = lines.place(entry.start)[0], entry.key or None
    report(Problem(message, line=line, text=entry.key, reference=key, lost=False), on_problem)


def asides(text: str) -> tuple[Aside, ...]:
    """Return what stands before, between and after the entries that `loads` reads from `text`."""
    text = clean(text)
    found, end, before = [], 0, 0
    for entry in scan(text, Lines(text), lambda _: None):
        if entry.type in NO_WORKS:
            continue
        if text[end : entry.start] != ("\n\n" if before else ""):
            found.append(Aside(text[end : entry.start], before))
        end, before = entry.end, before + 1
    if text[end:] != ("\n" if before else ""):
        found.append(Aside(text[end:], before))
    return tuple(found)


def _reference(entry: Entry, text: str, lines: Lines, on_problem: OnProblem | None) -> Reference:
    draft = Draft()
    left = {field.name: field for field in entry.fields if field.value}
    is_biblatex = not BIBLATEX.isdisjoint(left)
    bibtex_dialects.say(left, entry.type)
    type_ = _type(entry, left, draft)
    names = layout(type_, in_series="series" in left)
    as_they_stood: dict[str, str] = {}
    for row, aliases in rows_for(names, tuple(left)):
        field = left.get(aliases[0]) or next((left[name] for name in aliases if name in left), None)
        if field is None or field.value.startswith("xdata=") or not _fits(row, field, type_):
            continue
        read, remarks = read_value(row, field.value, biblatex=is_biblatex)
        if read:
            draft.put(row.name, read, lines.place(field.offset))
            del left[field.name]
            if (row.kind in _WORDS or not latex.is_plain(field.value)) and _must_stand(
                row, field, names, read
            ):
                as_they_stood[field.name if row.kind in STOOD else row.written(names)] = field.value
        for name, message in remarks:
            place, key = draft.positions[row.name][0], entry.key or None
            problem = Problem(message, line=place, text=name, reference=key, lost=False)
            report(problem, on_problem)
    bibtex_dates.take(left, draft, lines)
    _take_preprint_number(type_, left, draft, lines)
    if type_ == "thesis" and "genre" not in draft.fields:
        draft.put("genre", keys.KEYS.get(entry.type, ""))
    draft.extra.update({f"bibtex:{field.name}": field.value for field in left.values()})
    if "bibtex:crossref" in draft.extra:  # an empty field hides what would be inherited
        draft.extra.update({f"bibtex:{one.name}": "" for one in entry.fields if not one.value})
    if as_they_stood:
        draft.extra[LATEX] = as_they_stood
    if entry.unread:
        unread = [*entry.unread, *([left["unread"].value] if "unread" in left else [])]
        draft.extra[_UNREAD] = " ".join(unread)
    line, _ = lines.place(entry.start)
    return draft.reference(entry.key, type_, line=line, text=text[entry.start : entry.end])


_WORDS = ("key", "list", "language")
"""The kinds of fields that may say more than their text without LaTeX."""


def _fits(row: Row, field: Field, type_: str) -> bool:
    """Whether a field can be what its row says.

    "Article; Early Access" says again what the entry is, and is no genre; a link is no publisher.
    """
    if row.name == "genre":
        return not kinds.says_again(latex.decode(field.value), type_)
    return row.name != "publisher" or not bibtex_dialects.is_link(field.value)


STOOD = ("list", "language")
"""The kinds of fields that are written again under the name they had."""


def _must_stand(row: Row, field: Field, names: str, read: Value) -> bool:
    """Whether a field's LaTeX says more than what would be written for its text.

    So it does with braces that protect capitals, unless they stand where they would be made again.
    """
    if row.kind in {"verbatim", "date"}:
        return False
    if row.kind in {"key", "list", "language"} and read != one_line(latex.decode(field.value)):
        return True
    if row.name == "publisher" and field.name == "publisher" != row.written(names):
        return True
    if row.name in PROSE and "{" in field.value:
        return field.value != written(row, names, read)
    return latex.says_more(field.value)


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
        draft.extra[ENTRY_TYPE] = entry.type
    return type_


def _take_preprint_number(type_: str, left: dict[str, Field], draft: Draft, lines: Lines) -> None:
    """Give a preprint the number that its archive knows it by ("arXiv:2401.00001")."""
    archive = left.get("eprinttype") or left.get("archiveprefix")
    if type_ == "article" and "eprint" in left and archive and "number" not in draft.fields:
        eprint = latex.unescape(left["eprint"].value)
        if "://" in eprint:
            from cikrefs.identifiers import identify

            linked = identify(eprint)
            eprint = linked.value if linked and linked.kind == "arxiv" else eprint
        label = f"{archive.value}:"
        number = eprint if eprint.lower().startswith(label.lower()) else label + eprint
        draft.put("number", number, lines.place(left["eprint"].offset))


def read_value(
    row: Row, latex_value: str, *, biblatex: bool = False
) -> tuple[Value | None, list[bibtex_names.Remark]]:
    """Return what a field's value says, None for no date, and what is odd about names.

    `biblatex` is whether `and` joins the items of a list, as it does there and not in BibTeX.
    """
    if row.kind == "names":
        return bibtex_names.read(latex_value)
    if row.kind == "date":
        return dates.edtf(latex_value) or dates.numeric(latex_value), []
    if row.kind == "verbatim":
        return latex.unescape(latex_value), []
    if row.name in _JOURNAL and (journal := bibtex_journals.names(latex_value)):
        return journal[_JOURNAL.index(row.name)], []
    translated = _TRANSLATED.get(row.kind)
    if translated is None:
        return one_line(latex.decode(latex_value)), []
    is_list = row.kind == "list" and biblatex
    items = bibtex_names.parted(latex_value) if is_list else [latex_value]
    return "; ".join(translated(one_line(latex.decode(item))) for item in items), []


_TRANSLATED: Mapping[str, Callable[[str], str]] = {
    "key": keys.said,
    "list": keys.said,
    "language": keys.language,
}
