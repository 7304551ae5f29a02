"""How CSL's types and variables are called in .bib files: the one table, for both directions.

Where BibTeX and biblatex differ, BibTeX's name is written, which all programs know, and both are
read. A type without an entry type that Zotero, pandoc and biber all take is written as `@misc` with
its CSL name in biblatex's `entrysubtype`, since an entry type Zotero does not know drops the entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

TYPES: Mapping[str, tuple[str, str]] = {
    "article-journal": ("article", ""),
    "article-magazine": ("article", "magazine"),
    "article-newspaper": ("article", "newspaper"),
    "book": ("book", ""),
    "chapter": ("incollection", ""),
    "paper-conference": ("inproceedings", ""),
    "thesis": ("phdthesis", ""),
    "report": ("techreport", ""),
    "article": ("misc", "preprint"),
    "dataset": ("dataset", ""),
    "software": ("software", ""),
    "webpage": ("online", ""),
    "patent": ("patent", ""),
    "entry-encyclopedia": ("inreference", ""),
    "legislation": ("legislation", ""),
    "motion_picture": ("movie", ""),
    "personal_communication": ("letter", ""),
    "manuscript": ("unpublished", ""),
    "document": ("misc", ""),
}
"""CSL type: entry type and `entrysubtype`. Any other type is `@misc` with itself as subtype."""

READ_TYPES: Mapping[str, str] = {
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "conference": "paper-conference",
    "booklet": "book",
    "manual": "book",
    "proceedings": "book",
    "mvbook": "book",
    "collection": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "reference": "book",
    "mvreference": "book",
    "periodical": "periodical",
    "thesis": "thesis",
    "mastersthesis": "thesis",
    "report": "report",
    "electronic": "webpage",
    "www": "webpage",
    "preprint": "article",
    "artwork": "graphic",
    "image": "figure",
    "audio": "song",
    "music": "song",
    "video": "motion_picture",
    "performance": "performance",
    "review": "review",
    "jurisdiction": "legal_case",
    "legal": "treaty",
    "standard": "standard",
}
"""Further entry types that are read. They are remembered and written again."""

THESES: Mapping[str, str] = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
"""The entry types that say what kind of thesis it is without saying it (CSL's `genre`)."""

Kind = Literal["text", "title", "names", "verbatim", "date"]

_ARTICLES = ("article-journal", "article-magazine", "article-newspaper")
_PARTS = ("chapter", "paper-conference", "entry-encyclopedia")


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a reference and its name in .bib files.

    `by_type` holds the name for the CSL types that have another one, `aliases` the names that are
    read too. Of `kind` "title", capitals are protected; "verbatim" is not LaTeX.
    """

    name: str
    bibtex: str
    kind: Kind = "text"
    aliases: tuple[str, ...] = ()
    by_type: Mapping[str, str] = field(default_factory=dict)

    def written(self, type_: str) -> str:
        """Return the name of the field in entries for the CSL type `type_`."""
        return self.by_type.get(type_, self.bibtex)


ROWS = (
    Row("author", "author", "names"),
    Row("editor", "editor", "names"),
    Row("title", "title", "title"),
    Row("title_short", "shorttitle", "title"),
    Row(
        "container_title",
        "journal",
        aliases=("journaltitle", "booktitle"),
        by_type=dict.fromkeys(_PARTS, "booktitle"),
    ),
    Row("container_title_short", "shortjournal"),
    Row("collection_title", "series"),
    Row("volume", "volume"),
    Row("issue", "issue", aliases=("issue",), by_type=dict.fromkeys(_ARTICLES, "number")),
    Row("number", "number", by_type=dict.fromkeys(_ARTICLES, "articleno")),
    Row("page", "pages", aliases=("eid",)),
    Row("edition", "edition"),
    Row("event_title", "eventtitle"),
    Row("genre", "type"),
    Row(
        "publisher",
        "publisher",
        aliases=("publisher", "institution", "school", "organization"),
        by_type={
            "thesis": "school",
            "report": "institution",
            "software": "organization",
            "webpage": "organization",
            "article": "howpublished",
            "document": "howpublished",
            "manuscript": "howpublished",
        },
    ),
    Row("publisher_place", "address", aliases=("location",)),
    Row("DOI", "doi", "verbatim"),
    Row("URL", "url", "verbatim"),
    Row("accessed", "urldate", "date"),
    Row("ISSN", "issn"),
    Row("ISBN", "isbn"),
    Row("PMID", "pmid"),
    Row("PMCID", "pmcid"),
    Row("language", "language", aliases=("langid",)),
    Row("keyword", "keywords"),
    Row("abstract", "abstract"),
    Row("note", "note"),
)
"""In the order in which fields are written; the date of issue goes before `doi` (see bibtex.py)."""


@lru_cache(maxsize=100)
def readable(type_: str) -> tuple[tuple[Row, tuple[str, ...]], ...]:
    """Return each row with the names its field may have in an entry of a CSL type, best first."""
    return tuple((row, (row.written(type_), *row.aliases)) for row in ROWS)
