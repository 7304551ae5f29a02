"""The kinds of works that the registries know, as CSL's types: the one table of them.

Crossref's types (https://api.crossref.org/types) come in its own records and, since doi.org hands
them on, in CSL-JSON; DataCite has `resourceTypeGeneral` beside CSL's own type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

TYPES: Final[Mapping[str, str]] = {
    "book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-series": "collection",
    "book-set": "collection",
    "book-track": "chapter",
    "database": "dataset",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal": "periodical",
    "journal-article": "article-journal",
    "journal-issue": "periodical",
    "journal-volume": "periodical",
    "monograph": "book",
    "peer-review": "review",
    "posted-content": "article",
    "proceedings": "book",
    "proceedings-article": "paper-conference",
    "proceedings-series": "collection",
    "reference-book": "book",
    "reference-entry": "entry-encyclopedia",
    "report": "report",
    "report-component": "report",
    "report-series": "collection",
    "standard": "standard",
}
"""Crossref's types as CSL's; what is not here is a "document". An entry of a work of reference is
an encyclopedia's, since CSL's bare "entry" is one that few styles and no reference manager know."""

KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "blog": ("post-weblog", ""),
    "dissertation": ("thesis", ""),
    "other": ("article", ""),
    "posted-content": ("article", "preprint"),
    "preprint": ("article", "preprint"),
    "software": ("software", ""),
}
"""Crossref's subtypes and types, and DataCite's `resourceTypeGeneral`, in lower case, that say more
than the type of the record does: as CSL type and genre."""
