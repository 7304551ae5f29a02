"""A .bib file changed in place: the characters that must change, and no other.

What somebody keeps by hand has comments, an order and a layout of its own. A field that is new gets
a line like the last one of its entry, one that is another has the characters of its value replaced,
an entry that goes takes the empty lines behind it along. Only an entry that cannot be changed so,
since several macros make a value, is written anew. The result is read again, and refused if it says
anything but what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from cikrefs import dates
from cikrefs.errors import CikrefsError
from cikrefs.formats.bibtex import writing
from cikrefs.formats.bibtex.entries import Entry, Field, scan
from cikrefs.formats.bibtex.fields import NO_WORKS, ROWS, layout, readable
from cikrefs.formats.bibtex.file import loads
from cikrefs.formats.common.lines import Lines, clean
from cikrefs.models import Reference

__all__ = [
    "Piece",
    "applied",
    "delimited",
    "entries",
    "field_of",
    "new_line",
    "rewritten",
    "whole_field",
]


Piece = tuple[int, int, str]
"""A change: the characters of the cleaned text from a start to an end become a text."""


def entries(text: str) -> list[Entry]:
    """Return the entries of works in a cleaned text, as many as `loads` reads references."""
    found = scan(text, Lines(text), lambda _: None)
    return [entry for entry in found if entry.type not in NO_WORKS]


def applied(original: str, pieces: Iterable[Piece]) -> str:
    """Return `original` with the changes, which are in order; other line ends and marks stay."""
    places = _places(original)
    newline = "\r\n" if "\r\n" in original else "\n"
    made, done = [], 0
    for start, end, text in pieces:
        made += [original[done : places[start]], text.replace("\n", newline)]
        done = places[end]
    return "".join([*made, original[done:]])


def rewritten(original: str, becomes: Mapping[int, Reference | None]) -> str:
    """Return a .bib file's text in which references have become others, or gone (None).

    They are counted in the order in which `loads` reads them, from 0. Raises CikrefsError if the
    result would say anything else of any reference.
    """
    before = loads(original, on_problem=lambda _: None)
    after = [becomes.get(number, one) for number, one in enumerate(before)]
    text = clean(original)
    found = entries(text)
    anew: set[int] = set()
    while True:
        pieces: list[Piece] = []
        for number, new in sorted(becomes.items()):
            if new is None:
                pieces.append(_removal(text, found[number]))
            elif number in anew:
                entry = found[number]
                pieces.append((entry.start, entry.end, writing.entry(new)))
            else:
                pieces += _changes(text, found[number], before[number], new)
        result = applied(original, sorted(pieces, key=lambda piece: piece[:2]))
        wrong = _wrong(result, after)
        if not wrong:
            return result
        if wrong <= anew or not wrong <= becomes.keys():
            one = before[min(wrong)]
            raise CikrefsError(f"{one.id} would say something else then; nothing is changed")
        anew |= wrong


def field_of(entry: Entry, variable: str, reference: Reference) -> Field | None:
    """Return the field of `entry` that holds a variable of its reference."""
    written_as = layout(reference.type, in_series=bool(reference.collection_title))
    readable_names = {row.name: names for row, names in readable(written_as)}
    names = readable_names.get(variable, ("year", "date"))
    own = _own(entry)
    return next((own[name] for name in names if name in own), None)


def new_line(text: str, entry: Entry, field: str) -> tuple[int, str]:
    """Return where an entry's new last field goes, and its text with commas and indentation."""
    end = len(text[: entry.end - 1].rstrip())
    comma = text[end - 1] == ","
    line = text.rfind("\n", 0, end) + 1
    indent = re.compile(r"[ \t]*").match(text, line)
    break_ = f"\n{indent.group()}" if indent and line > entry.start else " "
    return end, f"{'' if comma else ','}{break_}{field}{',' if comma else ''}"


def whole_field(text: str, entry: Entry, field: Field) -> tuple[int, int]:
    """Return where a field begins and ends with its name, its comma and the blanks before it."""
    before = re.search(
        rf"(?<!\s)\s*+\b{re.escape(field.name)}\s*+=\s*+[{{\"]?+\s*+\Z",
        text[entry.start : field.offset],
        re.IGNORECASE,
    )
    after = re.compile(r"\s*[}\"]?\s*,?").match(text, field.end, entry.end - 1)
    start = entry.start + before.start() if before else field.offset
    return start, after.end() if after else field.end


def delimited(text: str, field: Field, value: str) -> str:
    """Return a field's new value, in braces where the old one stands bare, as numbers may."""
    is_bare = text[: field.offset].rstrip()[-1:] == "="
    return f"{{{value}}}" if is_bare and not value.isdecimal() else value


def _own(entry: Entry) -> dict[str, Field]:
    """Return the fields of an entry that stand in it, and are not inherited, by name."""
    return {f.name: f for f in reversed(entry.fields) if entry.start <= f.offset < entry.end}


def _changes(text: str, entry: Entry, before: Reference, after: Reference) -> Iterator[Piece]:
    """Yield what makes the entry of one reference that of another."""
    old, new = writing.fields_of(before), writing.fields_of(after)
    if before.type != after.type or before.id != after.id or not old.keys() <= new.keys():
        yield entry.start, entry.end, writing.entry(after)
        return
    own, rows = _own(entry), _rows(after)
    for name, value in new.items():
        if old.get(name) == value:
            continue
        held = own.get(name)
        if held is None and name in rows:
            held = field_of(entry, rows[name], before)
        if held is None and name in ("year", "month", "day") and "date" in own:
            held, value = own["date"], dates.as_edtf(after.issued) if after.issued else ""  # noqa: PLW2901  # the same field, under biblatex's name
        if held is None or not held.value:
            at, line = new_line(text, entry, writing.line(name, value))
            yield at, at, line
        elif held.end > held.offset:
            yield held.offset, held.end, delimited(text, held, value)
        elif macro := re.search(
            rf"\b{re.escape(held.name)}\s*=\s*([\w.:+-]+)(?=\s*,|\s*[)}}]\Z)",
            text[entry.start : entry.end],
            re.IGNORECASE,
        ):
            start, end = macro.span(1)
            yield entry.start + start, entry.start + end, f"{{{value}}}"


def _rows(reference: Reference) -> dict[str, str]:
    """Return the variables by the names that their fields have in the entry of a reference."""
    names = layout(reference.type, in_series=bool(reference.collection_title))
    return {row.written(names): row.name for row in reversed(ROWS)}


def _removal(text: str, entry: Entry) -> Piece:
    """Return the change that takes an entry out, with the empty lines behind or before it."""
    rest = text[entry.end :]
    behind = len(rest) - len(rest.lstrip())
    if behind < len(rest) and "\n" in rest[:behind]:
        indent = rest[:behind].rpartition("\n")[2]
        return entry.start, entry.end + behind - len(indent), ""
    start = len(text[: entry.start].rstrip())
    return start if "\n" in text[start : entry.start] else entry.start, entry.end, ""


def _wrong(result: str, after: Sequence[Reference | None]) -> set[int]:
    """Return the places of those references of `after` that `result` is not read as."""
    read = loads(result, on_problem=lambda _: None)
    there = [number for number, one in enumerate(after) if one is not None]
    if len(read) != len(there):
        raise CikrefsError("the change would break the file; nothing is changed")
    return {
        number for number, one in zip(there, read, strict=True) if not _says(one, after[number])
    }


def _says(read: Reference, meant: Reference | None) -> bool:
    """Whether an entry that was read is written as the one that was meant, or is the very same."""
    return meant is not None and (
        read == meant or (read.id == meant.id and writing.entry(read) == writing.entry(meant))
    )


def _places(original: str) -> list[int]:
    """Return for each index in the cleaned text, and for its end, the index in `original`."""
    start = 1 if original.startswith("\ufeff") else 0
    skipped = {match.end() - 1 for match in re.finditer("\r\n", original)}
    return [i for i in range(start, len(original)) if i not in skipped] + [len(original)]
