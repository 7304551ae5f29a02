"""The formats references are read from and written to; `table` names them all."""

from __future__ import annotations

from cikrefs.formats.table import (
    FORMATS,
    PARTLY,
    READERS,
    WRITERS,
    Format,
    by_extension,
    detect,
    left_out,
)

__all__ = [
    "FORMATS",
    "PARTLY",
    "READERS",
    "WRITERS",
    "Format",
    "by_extension",
    "detect",
    "left_out",
]
