"""BibTeX and biblatex: `file` is the whole .bib, `entries` its scanner, `fields` its table."""

from __future__ import annotations

from cikrefs.formats.bibtex.file import Aside, asides, dumps, iterate, loads, pieces

__all__ = ["Aside", "asides", "dumps", "iterate", "loads", "pieces"]
