r"""Writing .bib files: UTF-8 in the form that Zotero, pandoc, biber, BibTeX and typst read alike.

One `name = {value}` a line in one order; `pages` with one hyphen and never `eid`; DOI and URL
verbatim; dates as `dates` says. pybtex's Writer is not used: it escapes DOIs, refuses equal keys,
and all that would be left of it is a loop.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat

from cikrefs import keys
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
from cikrefs.formats.bibtex.fields import ROLES, ROWS, TYPES, UNKNOWN_TO_ZOTERO, Row, layout
from cikrefs.formats.bibtex.file import ENTRY_TYPE, LATEX, STOOD, Aside, iterate, read_value
from cikrefs.formats.bibtex.patching import Layout, line, patched
from cikrefs.formats.bibtex.values import written
from cikrefs.formats.common.draft import Draft, Value, value
from cikrefs.formats.common.lines import one_line
from cikrefs.models import Name, Reference

_TYPE_NAME = re.compile(r"[^\W\d][\w-]*")
_UNUSABLE_IN_KEYS = re.compile(r"[\s,{}\"#%~\\]+")
_TEX_IN_URLS = re.compile(r"[\\{}$~]")
_UNUSABLE_IN_NAMES = re.compile(r"[\s\"#%'(),={}]+")


def dumps(
    references: Iterable[Reference],
    asides: Sequence[Aside] | None = None,
    *,
    zotero: bool = False,
) -> str:
    """Return the references as a .bib file's text, in their order; references without id get one.

    With `asides`, even with none, the text is the .bib that the references were read from: asides
    go back to where they stood, and an entry that still says what its reference says stays as it
    is, to the last blank; in another only the fields that changed do not (see `patching`). A
    character that no key may hold (white space, comma, brace, quote, `#`, `%`, `~`, backslash)
    becomes a hyphen in the key. With `zotero`, what arrives whole there is written where that
    differs (see `fields`).
    """
    return "".join(pieces(references, asides, zotero=zotero))


def pieces(
    references: Iterable[Reference],
    asides: Sequence[Aside] | None = None,
    *,
    zotero: bool = False,
) -> Iterator[str]:
    """Yield the text that `dumps` returns, piece by piece."""
    waiting = deque(asides or ())
    kept: Iterator[str] = repeat("")
    if asides is not None:
        references = list(references)
        kept = _kept(references, asides)
    between, number = "", -1
    keyed = zip(keys.assign(references), kept, strict=False)
    for number, (reference, stands) in enumerate(keyed):
        while waiting and waiting[0].before < number:
            yield f"\n\n{waiting.popleft().text.strip()}"
        if waiting and waiting[0].before == number:
            between = waiting.popleft().text
        yield between + (stands or entry(reference, zotero=zotero))
        between = "\n\n"
    if len(waiting) == 1 and waiting[0].before == number + 1:
        yield waiting[0].text
        return
    yield "\n" if number >= 0 else ""
    for aside in waiting:
        if aside.text.strip():
            yield f"{between[1:]}{aside.text.strip()}\n"
            between = "\n\n"


def _kept(references: Sequence[Reference], asides: Sequence[Aside]) -> Iterator[str]:
    """Yield for each reference the entry it was read from, patched where it says something else.

    "" if there is none, or no patch that says what the reference says. What an entry says hangs on
    the macros and the entries around it; so they are read as the file they were, put together
    again, and once more where something is patched.
    """
    texts = [_stood(reference) for reference in references]
    stands = []
    for reference, text, one in zip(references, texts, _again(texts, asides), strict=True):
        is_same = one == reference
        stands.append(text if is_same else _patched(text, one, reference) if one else "")
    if stands != texts:
        read = _again([new or old for new, old in zip(stands, texts, strict=True)], asides)
        stands = [
            new if new == old or one == reference else ""
            for reference, new, old, one in zip(references, stands, texts, read, strict=True)
        ]
    return iter(stands)


def _again(entries: Sequence[str], asides: Sequence[Aside]) -> Iterator[Reference | None]:
    """Yield what each entry says where it stood; None for none."""
    waiting, texts = deque(asides), []
    for number, entry in enumerate(entries):
        between = "\n\n"
        while waiting and waiting[0].before <= number:
            between = waiting.popleft().text
            texts.append(between)
        texts.append(f"{'' if between.endswith(chr(10)) else chr(10)}{entry}\n\n")
    again = iterate("".join(texts), on_problem=lambda _: None)
    return (next(again, None) if entry else None for entry in entries)


def _patched(text: str, was: Reference, now: Reference) -> str:
    """Return the entry of a reference that was changed, with only what changed written anew."""
    return patched(text, layout_of(was), layout_of(now)) or ""


def _stood(reference: Reference) -> str:
    text = reference.source.text or ""
    return text if text.startswith("@") else ""


def entry(reference: Reference, *, zotero: bool = False) -> str:
    """Return the entry of a reference, which has an id."""
    laid_out = layout_of(reference, zotero=zotero)
    lines = [f"\n  {line(name, text)}" for name, text in laid_out.fields.items()]
    return f"@{laid_out.type}{{{laid_out.key},{','.join(lines)}\n}}"


def layout_of(reference: Reference, *, zotero: bool = False) -> Layout:
    """Return what is written of a reference, which has an id."""
    type_, subtype = TYPES.get(reference.type, ("misc", reference.type))
    if zotero and type_ in UNKNOWN_TO_ZOTERO:
        type_, subtype = "misc", reference.type
    if reference.type == "thesis":
        type_ = _thesis(reference)
    remembered = reference.extra.get(ENTRY_TYPE)
    is_told = isinstance(remembered, str) and _TYPE_NAME.fullmatch(remembered)
    if isinstance(remembered, str) and is_told and not zotero:
        type_, subtype = remembered, ""
    fields = dict(_fields(reference))
    if "volumetitle" in fields and "booktitle" in fields:
        fields["maintitle"], fields["booktitle"] = fields["booktitle"], fields.pop("volumetitle")
    if subtype:
        fields["entrysubtype"] = latex.encode(one_line(subtype))
    for name, text in _unnamed(reference):
        if name == "url" and name in fields:  # the links behind the first
            fields[name] += f" {text}"
        fields.setdefault(name, text)
    return Layout(type_, _UNUSABLE_IN_KEYS.sub("-", reference.id), fields)


def _unnamed(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the fields that were read from a .bib file and have no name here, as they stood."""
    for name, found in reference.extra.items():
        is_stale = bibtex_dates.contradicts(name, str(found), reference.issued)
        if name.startswith("bibtex:") and name not in {ENTRY_TYPE, LATEX} and not is_stale:
            text = one_line(str(found))
            usable = _UNUSABLE_IN_NAMES.sub("-", name.removeprefix("bibtex:"))
            if text or (usable and "bibtex:crossref" in reference.extra):
                yield usable or "unread", text if latex.balanced(text) else latex.encode(text)


def _thesis(reference: Reference) -> str:
    genre = reference.genre.lower()
    if not genre:
        return "thesis"
    return "mastersthesis" if "master" in genre else "phdthesis"


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    names = layout(reference.type, in_series=bool(reference.collection_title))
    kept = reference.extra.get(LATEX)
    as_they_stood = kept if isinstance(kept, Mapping) else {}
    free = _free_editors(reference)
    for row in ROWS:
        if row.name == "DOI":
            yield from bibtex_dates.written(reference)
        found = value(reference, row.name)
        if isinstance(found, tuple) and row.name in ROLES:
            yield from _in_role(row.name, found, free)
        elif found:
            name = row.written(names)
            own = (name, *row.aliases) if row.kind in STOOD else (name,)
            stood = next((one for one in own if one in as_they_stood), name)
            latex_value = as_they_stood.get(stood)
            if isinstance(latex_value, str) and _says(row, latex_value, found):
                yield stood, latex_value
            else:
                text = written(row, names, found)
                is_told = row.kind != "verbatim" or _says(row, text, found)
                yield name, text if is_told else _percent_encoded(text)


def _percent_encoded(text: str) -> str:
    """Return a DOI or URL without what TeX takes for its own, as URLs may have it."""
    return _TEX_IN_URLS.sub(lambda found: f"%{ord(found[0]):02X}", text)


def _says(row: Row, latex_value: str, found: Value) -> bool:
    """Whether a field is `found` where it is read from `latex_value`."""
    if latex_value != one_line(latex_value) or not latex.balanced(latex_value):
        return False
    return any(
        _put(row, read_value(row, latex_value, biblatex=is_biblatex)[0]) == found
        for is_biblatex in ((False, True) if row.kind == "list" else (False,))
    )


def _put(row: Row, read: Value | None) -> object:
    """Return what a field is when `read` is put into it."""
    draft = Draft()
    draft.put(row.name, read or "")
    return draft.fields.get(row.name, draft.extra.get(row.name))


def _free_editors(reference: Reference) -> list[str]:
    """Return those of biblatex's fields for editors that hold nobody yet."""
    taken = {"editor"} if reference.editor else set()
    taken |= {name.removeprefix("bibtex:") for name in reference.extra}
    return [name for name in bibtex_dialects.EDITORS if name not in taken]


def _in_role(role: str, people: tuple[Name, ...], free: list[str]) -> Iterator[tuple[str, str]]:
    """Yield people as biblatex has them: editors, and what kind of editors.

    The first of the `free` fields for editors that is read so is taken; if there is none, the role
    is the field's name.
    """
    name = next((one for one in free if role == "director" or one != "editor"), role)
    free[:] = [one for one in free if one != name]
    yield name, bibtex_names.write(people)
    if name != role:
        yield f"{name}type", ROLES[role]
