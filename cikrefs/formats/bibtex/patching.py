"""A changed entry of a .bib file: only the characters of what says something else are others.

What is to be written for the reference as it was read and as it is now tells which fields those
are; all else stays to the byte, with its order, its quotes and its macros. Where a field cannot be
told in the text (it is made of several macros, or came from another entry), there is no patch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cikrefs.dates import MONTHS
from cikrefs.formats.bibtex.entries import Entry, Field, scan
from cikrefs.formats.bibtex.fields import ROWS, layout, readable
from cikrefs.formats.common.lines import Lines
from cikrefs.models import Reference

__all__ = [
    "Layout",
    "Piece",
    "delimited",
    "field_of",
    "line",
    "new_lines",
    "patched",
    "whole_field",
]

Piece = tuple[int, int, str]
"""A change: the characters of the cleaned text from a start to an end become a text."""

_HEAD = re.compile(r"@\s*+([^\W\d][\w-]*+)(\s*+[{(]\s*+)([^\s,{}()]*+)")
_INDENT = re.compile(r"[ \t]*")
_COMMA = re.compile(r"\s*+,")


@dataclass(frozen=True, slots=True)
class Layout:
    """What is written of a reference: entry type, key, and the LaTeX of its fields by name."""

    type: str
    key: str
    fields: Mapping[str, str] = field(default_factory=dict)


def patched(text: str, was: Layout, now: Layout) -> str | None:
    """Return the entry `text`, which says `was`, so that it says `now`; None where it cannot be."""
    entry = next(scan(text, Lines(text), lambda _: None), None)
    head = _HEAD.match(text)
    if entry is None or head is None or not now.key:
        return None
    stands = {one.name: one for one in entry.fields}
    if "date" in stands:
        was, now = _dated(was), _dated(now)
    names = dict.fromkeys((*was.fields, *now.fields))
    changed = {
        name: next((stands[one] for one in (name, *_aliases(name)) if one in stands), None)
        for name in names
        if now.fields.get(name) != was.fields.get(name)
    }
    added = [
        line(name, now.fields[name])
        for name, stood in changed.items()
        if stood is None and name in now.fields
    ]
    edits = [
        _edit(text, entry, stood, now.fields.get(name))
        for name, stood in changed.items()
        if stood or name not in now.fields
    ]
    if added:
        edits.append(new_lines(text, entry, added))
    if now.key != was.key:
        edits.append((*head.span(3), now.key))
    if now.type != was.type:
        edits.append((*head.span(1), now.type))
    for edit in sorted(edits, key=lambda one: one or (-1, -1, ""), reverse=True):
        if edit is None:
            return None
        text = f"{text[: edit[0]]}{edit[2]}{text[edit[1] :]}"
    return text


def line(name: str, latex: str) -> str:
    """Return a field with its name, as it stands on its line: in braces, a month as its macro."""
    is_macro = name == "month" and latex in MONTHS
    return f"{name} = {latex}" if is_macro else f"{name} = {{{latex}}}"


def field_of(entry: Entry, variable: str, reference: Reference) -> Field | None:
    """Return the field of `entry` that holds a variable of its reference, and is its own."""
    written_as = layout(reference.type, in_series=bool(reference.collection_title))
    readable_names = {row.name: names for row, names in readable(written_as)}
    names = readable_names.get(variable, ("year", "date"))
    own = {f.name: f for f in reversed(entry.fields) if entry.start <= f.offset < entry.end}
    return next((own[name] for name in names if name in own), None)


def new_lines(text: str, entry: Entry, fields: Iterable[str]) -> Piece:
    """Return the change that puts fields behind an entry's last, laid out as that is."""
    end = len(text[: entry.end - 1].rstrip())
    comma = text[end - 1] == ","
    last = text.rfind("\n", 0, end) + 1
    indent = _INDENT.match(text, last)
    break_ = f"\n{indent.group()}" if indent and last > entry.start else " "
    new = ",".join(f"{break_}{one}" for one in fields)
    return end, end, f"{new}," if comma else f",{new}"


def whole_field(text: str, entry: Entry, stood: Field) -> tuple[int, int]:
    """Return where a field begins and ends with its name, the blanks before it and one comma."""
    before = re.search(
        rf"(?<!\s)\s*+\b{re.escape(stood.name)}\s*+=\s*+[{{\"]?+\s*+\Z",
        text[entry.start : stood.offset],
        re.IGNORECASE,
    )
    if before is None:
        return stood.offset, stood.end
    start, end = entry.start + before.start(), stood.end
    if before.group().rstrip()[-1] in '{"':
        end += len(text[end:]) - len(text[end:].lstrip()) + 1
    comma = _COMMA.match(text, end)
    if comma:
        return start, comma.end()
    return start - text[:start].endswith(","), end


def delimited(text: str, stood: Field, value: str) -> str:
    """Return a field's new value, in braces where the old one stands bare, as numbers may."""
    is_bare = text[: stood.offset].rstrip()[-1:] == "="
    return f"{{{value}}}" if is_bare and not value.isdecimal() else value


def _aliases(name: str) -> list[str]:
    """Return the other names that the field written as `name` is read by."""
    rows = (row for row in ROWS if name in (row.bibtex, *row.by_type.values()))
    return [alias for row in rows for alias in (row.bibtex, *row.by_type.values(), *row.aliases)]


def _dated(laid_out: Layout) -> Layout:
    """Return a layout with year, month and day in one field, as biblatex has them."""
    fields = dict(laid_out.fields)
    month = fields.get("month", "")
    number = f"{MONTHS.index(month) + 1:02d}" if month in MONTHS else month
    parts = (fields.get("year", ""), number, fields.get("day", "").zfill(2) if number else "")
    date = "-".join(part for part in parts if part.strip("0"))
    for name in ("year", "month", "day"):
        fields.pop(name, None)
    return replace(laid_out, fields={**fields, "date": date} if date else fields)


def _edit(text: str, entry: Entry, stood: Field | None, latex: str | None) -> Piece | None:
    """Return the change of a field to a value or to nothing; None if it is no piece of the text."""
    if stood is None:
        return None
    if stood.end <= stood.offset:
        return _of_macro(text, stood.name, latex)
    if latex is None:
        return (*whole_field(text, entry, stood), "")
    if text[: stood.offset].rstrip()[-1:] == '"' and '"' in latex:
        return None
    return stood.offset, stood.end, delimited(text, stood, latex)


def _of_macro(text: str, name: str, latex: str | None) -> Piece | None:
    """Return the change of a field whose value is one macro."""
    found = re.search(
        rf"\b{re.escape(name)}\s*+=\s*+([\w.:+-]++)(?=\s*+(?:,|[)}}]\Z))", text, re.IGNORECASE
    )
    return (*found.span(1), f"{{{latex}}}") if found and latex is not None else None
