"""BibTeX and biblatex: `file` reads the whole .bib, `writing` writes it, `fields` is its table."""

from __future__ import annotations

from cikrefs.formats.bibtex.file import Aside, asides, iterate, loads
from cikrefs.formats.bibtex.writing import dumps, pieces

__all__ = ["Aside", "asides", "dumps", "iterate", "loads", "pieces"]
