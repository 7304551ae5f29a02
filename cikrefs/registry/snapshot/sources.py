"""Crossref's public data file as it comes: a folder of files, of one of two layouts.

Since 2025 each line of a `.jsonl.gz` is a work. Before, each `.json.gz` was one object whose
`items` are the works. What is neither is refused by its first characters, since hours later the
mistake would cost hours.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from cikrefs.errors import InputError, Problem

Layout = Literal["lines", "items"]

LAYOUTS: Final[dict[str, Layout]] = {
    ".jsonl.gz": "lines",
    ".jsonl": "lines",
    ".json.gz": "items",
}
"""The layout by the end of a file's name."""

_START: Final = 1 << 20
"""Characters of a file that are looked at."""

_BEGINS: Final[dict[Layout, re.Pattern[str]]] = {
    "lines": re.compile(r'^[^\S\n]*+\{(?!\s*+"items")[^\n]*"DOI"\s*+:', re.MULTILINE),
    "items": re.compile(r'\A\s*\{\s*"items"\s*:\s*\[\s*(?:\]|\{.*"DOI"\s*:)', re.DOTALL),
}
_INDEXED: Final = re.compile(r'"indexed"\s*:\s*\{[^{}]*"date-time"\s*:\s*"\d{4}-\d\d-')


@dataclass(frozen=True, slots=True)
class File:
    """A file of works: where it is, its layout, and its size in bytes as it lies there."""

    path: Path
    layout: Layout
    size: int


def files_of(source: Path) -> list[File]:
    """Return the files of works in the folder `source`, or `source` itself if it is one.

    Raises InputError if there are none, and for the first that begins as none of them does.
    """
    try:
        paths = sorted(source.iterdir()) if source.is_dir() else [source]
        found = [
            File(path, layout, path.stat().st_size) for path in paths if (layout := _layout(path))
        ]
    except OSError as error:
        raise InputError(
            Problem(f"cannot be read: {error.strerror or error}", file=str(source))
        ) from error
    if not found:
        message = (
            "holds no .jsonl.gz and no .json.gz; give the folder of Crossref's public data file"
        )
        raise InputError(Problem(message, file=str(source)))
    for layout in ("lines", "items"):
        for file in [file for file in found if file.layout == layout][:1]:
            _make_sure(file)
    return found


def says_when(files: Sequence[File]) -> bool:
    """Whether the works say when they were indexed, by which a snapshot is dated."""
    return bool(_INDEXED.search(_beginning(files[0].path)))


def whole_size(file: File) -> int:
    """Return how many bytes are in a .gz unpacked, as it says itself (modulo 2**32)."""
    with file.path.open("rb") as opened:
        opened.seek(max(0, file.size - 4))
        return int.from_bytes(opened.read(4), "little")


def _layout(path: Path) -> Layout | None:
    ends = (end for end in LAYOUTS if path.name.lower().endswith(end))
    return next((LAYOUTS[end] for end in ends), None)


def _make_sure(file: File) -> None:
    """Raise InputError unless a file begins as its name says."""
    beginning = _beginning(file.path)
    if _BEGINS[file.layout].search(beginning):
        return
    message = (
        "does not begin as Crossref's public data file does that cikrefs knows: a work on each"
        ' line (.jsonl.gz), or an object with "items" (.json.gz)'
    )
    raise InputError(Problem(message, file=str(file.path), text=beginning[:200] or None))


def _beginning(path: Path) -> str:
    """Return the beginning of a file, unpacked."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as opened:
            return opened.read(_START).decode(errors="replace")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        message = f"is no gzip file, or is cut short ({error}); fetch it again"
        raise InputError(Problem(message, file=str(path))) from error
    except OSError as error:
        raise InputError(
            Problem(f"cannot be read: {error.strerror or error}", file=str(path))
        ) from error
