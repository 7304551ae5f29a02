"""Printed reference lists: found in a document, cut into entries, read into references.

The names load on first use: compiling the grammar takes half a second, and most files need none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cikrefs.printed.grammar import parse as parse
    from cikrefs.printed.lists import Entry as Entry
    from cikrefs.printed.lists import entries as entries
    from cikrefs.printed.references import loads as loads

_HOME = {"Entry": "lists", "entries": "lists", "loads": "references", "parse": "grammar"}

__all__ = ["Entry", "entries", "loads", "parse"]


def __getattr__(name: str) -> object:
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
