"""Citations: the marks in a document's text that mean references of its list.

The names load on first use, since they read print, whose grammar compiles slowly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cikrefs.citations.citation import Citation as Citation
    from cikrefs.citations.citation import find_citations as find_citations
    from cikrefs.citations.citation import sentences_citing as sentences_citing
    from cikrefs.citations.citation import undefined as undefined

__all__ = ["Citation", "find_citations", "sentences_citing", "undefined"]


def __getattr__(name: str) -> object:
    if name in __all__:
        return getattr(import_module("cikrefs.citations.citation"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
