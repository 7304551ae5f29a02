r"""Writing .bib files: UTF-8 in the form that Zotero, pandoc, biber, BibTeX and typst read alike.

One `name = {value}` a line in one order; `pages` with one hyphen and never `eid`; DOI and URL
verbatim; dates as `dates` says. pybtex's Writer is not used: it escapes DOIs, refuses equal keys,
and nothing of it would be left but a loop.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast

from cikrefs import dates, keys
from cikrefs.formats.bibtex import (
    dates as bibtex_dates,
)
from cikrefs.formats.bibtex import (
    dialects as bibtex_dialects,
)
from cikrefs.formats.bibtex import (
    latex,
)
from cikrefs.formats.bibtex import (
    names as bibtex_names,
)
from cikrefs.formats.bibtex.capitals import protect
from cikrefs.formats.bibtex.fields import ROWS, TYPES, Row, layout
from cikrefs.formats.bibtex.file import ENTRY_TYPE, LATEX, Aside, read_value
from cikrefs.formats.common.draft import Draft, Value, value
from cikrefs.formats.common.lines import one_line
from cikrefs.models import Name, Reference

_TYPE_NAME = re.compile(r"[^\W\d][\w-]*")
_UNUSABLE_IN_KEYS = re.compile(r"[\s,{}\"#%~\\]+")
_UNUSABLE_IN_NAMES = re.compile(r"[\s\"#%'(),={}]+")


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
    remembered = reference.extra.get(ENTRY_TYPE)
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
        if name.startswith("bibtex:") and name not in {ENTRY_TYPE, LATEX} and not is_stale:
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
    kept = reference.extra.get(LATEX)
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
    draft, (read, _) = Draft(), read_value(row, latex_value)
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
