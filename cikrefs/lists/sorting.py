"""The order somebody asks for, in place of the style's own.

The references are put in order before they are formatted, so that the numbers of a numbered style
follow it, and the style's own order is taken out of a copy of its file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from anyascii import anyascii

from cikrefs.documents import trees
from cikrefs.models import Reference

Order = Literal["author", "year", "title", "none"]
""""none" is the order of the file."""


def ordered(references: Iterable[Reference], order: Order) -> list[Reference]:
    """Return the references in `order`, equal ones as they were; accents and case do not count."""
    given = list(references)
    return given if order == "none" else sorted(given, key=_KEYS[order])


def _folded(text: str) -> str:
    return " ".join(anyascii(text).lower().split())


def _author(reference: Reference) -> tuple[str, ...]:
    names = reference.author or reference.editor
    said = [f"{name.family or name.literal} {name.given}" for name in names]
    return tuple(_folded(name) for name in said or [reference.title])


def _year(reference: Reference) -> tuple[int, ...]:
    date = reference.issued
    return (date.year, date.month or 0, date.day or 0) if date else (10_000,)


def _title(reference: Reference) -> str:
    return _folded(reference.title).removeprefix("the ").removeprefix("a ").removeprefix("an ")


_KEYS: dict[str, Callable[[Reference], tuple[object, ...]]] = {
    "author": lambda reference: (_author(reference), _year(reference), _title(reference)),
    "year": lambda reference: (_year(reference), _author(reference), _title(reference)),
    "title": lambda reference: (_title(reference), _author(reference), _year(reference)),
}


def unsorted_style(path: Path, folder: Path) -> Path:
    """Return a copy of the style at `path`, put in `folder`, whose list has no order of its own."""
    root = trees.xml(path.read_bytes())
    for element in list(root.iter()):
        parent = element.getparent()
        if parent is not None and (trees.name(parent), trees.name(element)) == (
            "bibliography",
            "sort",
        ):
            parent.remove(element)
    copy = folder / "unsorted.csl"
    copy.write_bytes(trees.to_bytes(root))
    return copy
