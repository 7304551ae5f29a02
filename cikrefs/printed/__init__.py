"""Printed reference lists: found in a document, cut into entries, read into references."""

from __future__ import annotations

from cikrefs.printed.grammar import parse
from cikrefs.printed.lists import Entry, entries
from cikrefs.printed.references import loads

__all__ = ["Entry", "entries", "loads", "parse"]
