"""A .bib file changed in place: the characters that must change, and no other.

What somebody keeps by hand has comments, an order and a layout of its own. An entry that changes is
patched (see `patching`) or, where that cannot be, written anew; one that goes takes the empty lines
behind it along. The result is read again, and refused if it says anything but what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from cikrefs.errors import CikrefsError
from cikrefs.formats.bibtex import writing
from cikrefs.formats.bibtex.entries import Entry, scan
from cikrefs.formats.bibtex.fields import NO_WORKS
from cikrefs.formats.bibtex.file import loads
from cikrefs.formats.bibtex.patching import Piece, patched
from cikrefs.formats.common.lines import Lines, clean
from cikrefs.models import Reference

__all__ = ["applied", "entries", "rewritten"]


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
            else:
                entry = found[number]
                was = None if number in anew else before[number]
                pieces.append((entry.start, entry.end, _changed(text, entry, was, new)))
        result = applied(original, sorted(pieces, key=lambda piece: piece[:2]))
        wrong = _wrong(result, after)
        if not wrong:
            return result
        if wrong <= anew or not wrong <= becomes.keys():
            one = before[min(wrong)]
            raise CikrefsError(f"{one.id} would say something else then; nothing is changed")
        anew |= wrong


def _changed(text: str, entry: Entry, was: Reference | None, now: Reference) -> str:
    """Return the entry that said `was`, so that it says `now`; written anew where it cannot be."""
    laid_out = writing.layout_of
    patch = patched(text[entry.start : entry.end], laid_out(was), laid_out(now)) if was else None
    return patch or writing.entry(now)


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
