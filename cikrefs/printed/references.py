"""Printed reference lists: a document's list found, cut into entries, each read into a Reference.

A list has one style. So its entries are read twice: each alone and, if its names came in
another shape than most, once more in the others' shape; the reading that leaves less unread
is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from cikrefs import keys
from cikrefs.errors import OnProblem, Problem, report
from cikrefs.models import Reference
from cikrefs.printed.grammar import Reading, read
from cikrefs.printed.lists import Entry, completeness, entries

__all__ = ["loads"]


def loads(text: str, *, on_problem: OnProblem | None = None) -> list[Reference]:
    """Read the references of the list in `text`, a whole document or a bare list.

    Each reference's `source` has its line, label, and the (line, column) of each field. An entry in
    which nothing can be read is still a reference, all of it unparsed. A text without a list is a
    Problem; text behind it that no heading parts from its last entry is left out and named.
    """
    found = entries(text)
    if not found:
        message = (
            "no reference list found; set it under a heading like “References”, "
            "or give the list alone (a list of DOIs: --from dois)"
        )
        report(Problem(message, line=1), on_problem)
    cut = next((entry.cut for entry in found if entry.cut), None)
    if cut:
        message = "this follows the last reference and is left out"
        line = text.split("\n")[cut - 1].strip()
        report(Problem(message, line=cut, text=line, lost=False), on_problem)
    readings = _voted([read(entry.text) for entry in found])
    return keys.assign(
        _placed(reading.reference, entry) for reading, entry in zip(readings, found, strict=True)
    )


def of_entries(printed: Iterable[tuple[str, str | None, int]]) -> list[Reference]:
    """Read entries that something else has cut: each its print, its label, its line."""
    found = [Entry(text, label, line, line, ((0, line, 1),)) for text, label, line in printed]
    readings = _voted([read(entry.text) for entry in found])
    placed = [_placed(one.reference, entry) for one, entry in zip(readings, found, strict=True)]
    return [replace(one, source=replace(one.source, positions={})) for one in placed]


def _voted(readings: list[Reading]) -> list[Reading]:
    """Read those whose names are not in the usual shape once more in that shape."""
    shapes = Counter(reading.shape for reading in readings)
    usual, count = shapes.most_common(1)[0] if shapes else ("", 0)
    if not usual or 2 * count < len(readings):
        return readings
    return [reading if reading.shape == usual else _better(reading, usual) for reading in readings]


def _better(reading: Reading, usual: str) -> Reading:
    again = read(reading.reference.source.text or "", usual)
    return again if again.shape == usual and _quality(again) >= _quality(reading) else reading


def _quality(reading: Reading) -> tuple[float, int]:
    reference = reading.reference
    return completeness(reference), -sum(len(text) for text in reference.source.unparsed_text)


def _placed(reference: Reference, entry: Entry) -> Reference:
    """Return the reference with its place in the document."""
    positions = {
        variable: entry.position(span[0]) for variable, span in reference.source.spans.items()
    }
    label = entry.label or reference.source.label
    source = replace(reference.source, line=entry.line, label=label, positions=positions)
    return replace(reference, source=source)
