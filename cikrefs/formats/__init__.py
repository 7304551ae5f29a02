"""The formats references are read from and written to; `table` names them all."""

from __future__ import annotations

from importlib import import_module

from cikrefs.formats.losses import left_out
from cikrefs.formats.table import (
    FORMATS,
    READERS,
    WRITERS,
    Format,
    by_extension,
    detect,
)

__all__ = [
    "FORMATS",
    "READERS",
    "WRITERS",
    "Format",
    "by_extension",
    "detect",
    "left_out",
]


def __getattr__(name: str) -> object:
    """Import a format's room when somebody names it, as in `cikrefs.formats.bibtex.loads`."""
    if name in ("bibtex", "csl", "imports", "ris"):
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
