"""How CSL's types and variables are called in RIS: the one table, for both directions.

The tags are those that Zotero, EndNote and pandoc read as the same datum; where a program knows
another tag for it, that one is read too
(https://en.wikipedia.org/wiki/RIS_(file_format), after Research Information Systems' 2011 list).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TYPES: Mapping[str, str] = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "article": "INPR",
    "bill": "BILL",
    "book": "BOOK",
    "chapter": "CHAP",
    "dataset": "DATA",
    "document": "GEN",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "MPCT",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "periodical": "SER",
    "personal_communication": "PCOMM",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "song": "SOUND",
    "speech": "SLIDE",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}

READ_TYPES: Mapping[str, str] = {
    "ABST": "article-journal",
    "CLSWK": "book",
    "CONF": "paper-conference",
    "DBASE": "dataset",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "GOVDOC": "report",
    "ICOMM": "personal_communication",
    "JFULL": "article-journal",
    "MULTI": "motion_picture",
    "MUSIC": "song",
    "UNBILL": "bill",
    "UNPB": "manuscript",
    "UNPD": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}
"""Further types that are read. They are remembered and written again."""

Kind = Literal["text", "names", "date"]

NUMBERED = ("report", "patent", "standard", "legislation")
"""The types whose number stands in `SN`, as Zotero and EndNote have it."""

_ARTICLES = ("article-journal", "article-magazine", "article-newspaper")
_WITHIN = (*_ARTICLES, "chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary")
"""The types whose `A2` is the editor; of a book it is the editor of the series, for Zotero."""


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a reference and its tag.

    `by_type` holds the tag for the CSL types that have another one, `aliases` the tags that are
    read too. `label` stands before the value where the tag alone does not say what it is. `types`
    are the only CSL types the row holds for, all if empty.
    """

    name: str
    tag: str
    kind: Kind = "text"
    aliases: tuple[str, ...] = ()
    by_type: Mapping[str, str] = field(default_factory=dict)
    label: str = ""
    types: tuple[str, ...] = ()

    def written(self, type_: str) -> str:
        """Return the tag of the field in records of the CSL type `type_`."""
        return self.by_type.get(type_, self.tag)

    def read(self, type_: str) -> tuple[str, ...]:
        """Return the tags under which the field may stand, the best first."""
        return (self.written(type_), *self.aliases)


ROWS = (
    Row("author", "AU", "names", aliases=("A1",)),
    Row("editor", "ED", "names", aliases=("ED", "A2"), by_type=dict.fromkeys(_WITHIN, "A2")),
    Row("title", "TI", aliases=("T1", "CT")),
    Row("title_short", "ST"),
    Row(
        "container_title",
        "T2",
        aliases=("T2", "JF", "BT", "JO"),
        by_type={"paper-conference": "C3"},
    ),
    Row("event_title", "T2", types=("paper-conference",)),
    Row("event_title", "U1", label="event-title: "),
    Row("container_title_short", "J2", aliases=("JA", "JO")),
    Row("collection_title", "T3"),
    Row("volume", "VL"),
    Row("issue", "IS"),
    Row("number", "M1", by_type=dict.fromkeys(NUMBERED, "SN") | dict.fromkeys(_ARTICLES, "C7")),
    Row("page", "SP"),
    Row("issued", "PY", "date"),
    Row("edition", "ET"),
    Row("genre", "M3"),
    Row("publisher", "PB"),
    Row("publisher_place", "CY", aliases=("PP",)),
    Row("DOI", "DO"),
    Row("URL", "UR"),
    Row("accessed", "Y2", "date"),
    Row("ISSN", "SN"),
    Row("ISBN", "SN"),
    Row("PMID", "AN", label="PMID: "),
    Row("PMCID", "C2", label="PMCID: "),
    Row("language", "LA"),
    Row("keyword", "KW"),
    Row("abstract", "AB", aliases=("N2",)),
    Row("note", "N1"),
)
