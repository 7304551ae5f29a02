"""Citations: the marks in a document's text that mean references of its list."""

from __future__ import annotations

from cikrefs.citations.citation import Citation, find_citations, sentences_citing, undefined

__all__ = ["Citation", "find_citations", "sentences_citing", "undefined"]
