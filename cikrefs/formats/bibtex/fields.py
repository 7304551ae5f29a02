"""What CSL's types and variables are called in .bib files: one table for both directions.

Where BibTeX and biblatex differ, BibTeX's name is written, which all programs know, and both are
read. If neither has a field, CSL's name is used without hyphens, which all programs skip. Entry
types are those that Zotero's import knows, since it drops an entry of any other type; if one
stands for several CSL types, or none fits, biblatex's `entrysubtype` says which type it is.
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
    "review": ("article", "review"),
    "review-book": ("article", "review-book"),
    "book": ("book", ""),
    "pamphlet": ("booklet", "pamphlet"),
    "chapter": ("incollection", ""),
    "entry": ("inreference", "entry"),
    "entry-dictionary": ("inreference", "dictionary"),
    "entry-encyclopedia": ("inreference", ""),
    "paper-conference": ("inproceedings", ""),
    "thesis": ("phdthesis", ""),
    "report": ("techreport", ""),
    "article": ("misc", "preprint"),
    "dataset": ("dataset", ""),
    "software": ("software", ""),
    "webpage": ("online", ""),
    "post": ("online", "post"),
    "post-weblog": ("online", "post-weblog"),
    "patent": ("patent", ""),
    "legislation": ("legislation", ""),
    "bill": ("legislation", "bill"),
    "regulation": ("legislation", "regulation"),
    "legal_case": ("jurisdiction", ""),
    "hearing": ("jurisdiction", "hearing"),
    "motion_picture": ("movie", ""),
    "song": ("audio", ""),
    "graphic": ("artwork", ""),
    "figure": ("artwork", "figure"),
    "personal_communication": ("letter", ""),
    "manuscript": ("unpublished", ""),
    "document": ("misc", ""),
}
"""CSL type: entry type and `entrysubtype`. Any other type is `@misc` with itself as subtype."""

UNKNOWN_TO_ZOTERO = frozenset({"dataset"})
"""The entry types above whose entries Zotero's import drops without a word. biblatex, pandoc and
typst know them, so they are written, but not for Zotero: there `@misc` arrives as a document."""

READ_TYPES: Mapping[str, str] = {
    "suppperiodical": "article-journal",
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
    "bachelorsthesis": "thesis",
    "report": "report",
    "electronic": "webpage",
    "www": "webpage",
    "webpage": "webpage",
    "website": "webpage",
    "preprint": "article",
    "data": "dataset",
    "image": "figure",
    "music": "song",
    "video": "motion_picture",
    "film": "motion_picture",
    "performance": "performance",
    "presentation": "speech",
    "lecture": "speech",
    "review": "review",
    "legal": "treaty",
    "standard": "standard",
}
"""Further entry types that are read. They are remembered and written again."""

NO_WORKS = frozenset({"xdata", "control", "ieeetranbstctl"})
"""Entries that are not works: fields that others share, and settings for REVTeX and IEEEtran."""

Kind = Literal["text", "title", "names", "verbatim", "date", "key", "list", "language"]

IN_SERIES = "paper-conference in a series"
_ARTICLES = ("article-journal", "article-magazine", "article-newspaper", "review", "review-book")
_PAPERS = ("paper-conference", IN_SERIES)
_ENTRIES = ("entry", "entry-dictionary", "entry-encyclopedia")
_PARTS = ("chapter", *_ENTRIES, *_PAPERS)
_LEGAL = ("legal_case", "legislation", "bill", "regulation", "hearing", "treaty", "patent")
_ARTICLE_NUMBERS = ("eid", "article-number", "art_number")
_NUMBERED_IN_SERIES = ("book", "pamphlet", "chapter", *_ENTRIES, IN_SERIES)


def layout(type_: str, *, in_series: bool) -> str:
    """Return the key under which rows hold the names for works of a CSL type.

    The type itself; but there are two kinds of conference papers: their `number` counts in the
    series if they have one (`in_series`), and otherwise in the volume, as journals' issues do.
    """
    return IN_SERIES if in_series and type_ == "paper-conference" else type_


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a reference and its name in .bib files.

    `by_type` holds the name for the CSL types (see `layout`) that have another one, `aliases` the
    names that are read too. Of `kind` "title", capitals are protected; "verbatim" is not LaTeX.
    A "key" may be one of biblatex's words (see `keys`), a "list" several of them joined by `and`.
    """

    name: str
    bibtex: str
    kind: Kind = "text"
    aliases: tuple[str, ...] = ()
    by_type: Mapping[str, str] = field(default_factory=dict)

    def written(self, type_: str) -> str:
        """Return the name of the field in entries for the CSL type `type_`."""
        return self.by_type.get(type_, self.bibtex)


ROLES: Mapping[str, str] = {
    "director": "director",
    "compiler": "compiler",
    "contributor": "collaborator",
    "illustrator": "illustrator",
    "organizer": "organizer",
}
"""CSL's variables of people whom biblatex has as editors of a type, and the type's name there."""

ROWS = (
    Row("author", "author", "names"),
    Row("editor", "editor", "names"),
    Row("translator", "translator", "names"),
    Row("container_author", "bookauthor", "names"),
    Row("collection_editor", "serieseditor", "names"),
    *(Row(name, name, "names") for name in ROLES),
    Row("recipient", "recipient", "names"),
    Row("title", "title", "title"),
    Row("title_short", "shorttitle", "title"),
    Row(
        "container_title",
        "journal",
        aliases=("journaltitle", "booktitle", "journal"),
        by_type={**dict.fromkeys(_PARTS, "booktitle"), "book": "maintitle"},
    ),
    Row("volume-title", "volumetitle", "title", by_type={"periodical": "issuetitle"}),
    Row(
        "container_title_short",
        "shortjournal",
        aliases=("journal-iso", "abbrev_source_title"),
    ),
    Row("collection_title", "series", "key"),
    Row("collection_number", "seriesnumber", by_type=dict.fromkeys(_NUMBERED_IN_SERIES, "number")),
    Row("volume", "volume"),
    Row("part-number", "part"),
    Row("number_of_volumes", "volumes"),
    Row(
        "issue",
        "issue",
        aliases=("issue",),
        by_type=dict.fromkeys((*_ARTICLES, "paper-conference"), "number"),
    ),
    Row("page", "pages", aliases=_ARTICLE_NUMBERS),
    Row(
        "number",
        "number",
        aliases=_ARTICLE_NUMBERS,
        by_type=dict.fromkeys((*_ARTICLES, *_NUMBERED_IN_SERIES, *_PAPERS), "articleno"),
    ),
    Row(
        "number_of_pages",
        "pagetotal",
        aliases=("pagetotal", "numpages"),
        by_type=dict.fromkeys((*_ARTICLES, *_PARTS), "numpages"),
    ),
    Row("chapter_number", "chapter"),
    Row("section", "section"),
    Row("edition", "edition"),
    Row("version", "version"),
    Row("event_title", "eventtitle"),
    Row("event_date", "eventdate", "date"),
    Row("genre", "type", "key"),
    Row("medium", "medium"),
    Row("authority", "authority", by_type=dict.fromkeys(_LEGAL, "institution")),
    Row(
        "publisher",
        "publisher",
        "list",
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
    Row("publisher_place", "address", "list", aliases=("location",)),
    Row("event_place", "venue", aliases=("location",)),
    Row("status", "pubstate", "key"),
    Row("original_date", "origdate", "date"),
    Row("original-title", "origtitle", "title"),
    Row("original-publisher", "origpublisher", "list"),
    Row("original-publisher-place", "origlocation", "list"),
    Row("submitted", "submitted", "date"),
    Row("archive", "archive"),
    Row("archive_location", "archivelocation"),
    Row("call_number", "library"),
    Row("DOI", "doi", "verbatim"),
    Row("URL", "url", "verbatim"),
    Row("accessed", "urldate", "date", aliases=("lastchecked", "lastaccessed")),
    Row("ISSN", "issn"),
    Row("ISBN", "isbn"),
    Row("PMID", "pmid"),
    Row("PMCID", "pmcid"),
    Row("language", "language", "language", aliases=("langid", "hyphenation")),
    Row("keyword", "keywords", aliases=("keyword",)),
    Row("abstract", "abstract"),
    Row("note", "note", aliases=("addendum",)),
    Row("annote", "annote", aliases=("annotation",)),
    *(
        Row(name, name.replace("-", "").replace("_", ""))
        for name in (
            "archive-place",
            "archive_collection",
            "dimensions",
            "division",
            "jurisdiction",
            "license",
            "part-title",
            "printing-number",
            "reviewed-genre",
            "reviewed-title",
            "scale",
            "supplement-number",
        )
    ),
)
"""In the order in which fields are written; the date of issue goes before `doi` (see bibtex.py).
If two rows have a field's name, it is the first row's; the second's if both names are there."""


HOLDS = frozenset(row.name for row in ROWS)
"""The fields, and CSL's variables without a name in a Reference, that a .bib has a field for."""


@lru_cache(maxsize=100)
def readable(type_: str) -> tuple[tuple[Row, tuple[str, ...]], ...]:
    """Return each row with the names its field may have in an entry of a CSL type, best first.

    The `booktitle` of a book is no book that holds it; inheriting entries have it in common.
    """
    without = {"booktitle"} if type_ == "book" else set()
    return tuple(
        (row, tuple(name for name in (row.written(type_), *row.aliases) if name not in without))
        for row in ROWS
    )


@lru_cache(maxsize=10_000)
def rows_for(type_: str, names: tuple[str, ...]) -> tuple[tuple[Row, tuple[str, ...]], ...]:
    """Return the rows that may read fields of these names, and which of them, best first.

    The entries of a file mostly have the same few sets of fields.
    """
    found = ((row, tuple(name for name in own if name in names)) for row, own in readable(type_))
    return tuple((row, own) for row, own in found if own)
