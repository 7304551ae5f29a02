"""What CSL's types and variables are called in RIS: the tables for both directions.

The tags are those that Zotero's import, EndNote and pandoc read as the same field, by type where
they differ; where a program knows another tag for it, that one is read too (Zotero's RIS.js,
https://github.com/zotero/translators; Research Information Systems' list of 2011,
https://en.wikipedia.org/wiki/RIS_(file_format)). What RIS has no tag for stands in `U1`, a field
for the user's own, behind its CSL name ("U1  - event-date: 2024/05/06"); so RIS holds every field
of every type. Zotero skips `U1` (its preference `import.ignoreUnknown` is on); for Zotero what
stands there goes to `M2`, its Extra, where it reads "Type: preprint" too.

Who wants what, and what is written:

| datum                 | EndNote      | Zotero                      | written, and for Zotero  |
|-----------------------|--------------|-----------------------------|--------------------------|
| PMID                  | `AN`         | `UR  - PM:1`; `AN`: archive | `AN  - PMID: 1`, `UR`    |
| PMCID                 | its own, any | `M2  - PMCID: PMC1`         | `C2`, `M2`               |
| no tag of its own     | `U1`         | `M2`                        | `U1`, `M2`               |
| ISBN beside ISSN      | either       | the first `SN`              | the ISBN, but of articles|
| reporter of a case    | `A2`         | `A2`                        | `A2`                     |
| writer of a film      | none         | `A1` is a director as well  | `U1`, `M2`               |
| pages of a bill       | `SP`, `EP`   | `SP` alone                  | `SP  - 7-12`             |
| language of a program | `LA`         | `LA`: what it is written in | `U1`, `M2`               |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cikrefs import dois
from cikrefs.formats.common.draft import ATTRIBUTES
from cikrefs.formats.csl.variables import TEXTS

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
    "paper-conference": "CONF",
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

NEAREST: Mapping[str, str] = {
    "broadcast": "MPCT",
    "classic": "CLSWK",
    "entry": "ENCYC",
    "interview": "PCOMM",
    "musical_score": "MUSIC",
    "post": "ICOMM",
    "regulation": "LEGAL",
    "review": "JOUR",
    "review-book": "JOUR",
    "treaty": "STAT",
}
"""CSL types without a RIS type of their own, and the one that is written beside "U1  - type: …"."""

READ_TYPES: Mapping[str, str] = {
    "ABST": "article-journal",
    "ADVS": "motion_picture",
    "AGGR": "dataset",
    "ANCIENT": "classic",
    "CHART": "figure",
    "CLSWK": "book",
    "CPAPER": "paper-conference",
    "CTLG": "book",
    "DBASE": "dataset",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "EQUA": "document",
    "GOVDOC": "report",
    "GRNT": "document",
    "ICOMM": "personal_communication",
    "JFULL": "article-journal",
    "LEGAL": "regulation",
    "MULTI": "motion_picture",
    "MUSIC": "song",
    "UNBILL": "bill",
    "UNPB": "manuscript",
    "UNPD": "manuscript",
    "VIDEO": "motion_picture",
    "WEB": "webpage",
}
"""Further types that are read. They are remembered and written again."""

TYPES_IN_ZOTERO: Mapping[str, str] = {
    "article": "preprint",
    "interview": "interview",
    "standard": "standard",
}
"""The types that have none in Zotero's RIS, and the word in Extra that gives them one there."""

IN_ZOTERO = "M2"
"""The tag that is Zotero's Extra."""

OWN = "U1"
"""The tag of what has no other, after its CSL name and a colon."""

NUMBERED = ("report", "patent", "standard")
"""The types whose number stands in `SN`, as Zotero and EndNote have it."""

PAGED = ("book", "thesis", "manuscript")
"""The types whose `SP` alone is a number of pages, as Zotero and EndNote have it."""

EDITED = "EDBOOK"
"""The type whose authors are its editors. It is written as a book's, which names them as such."""

_ARTICLES = ("article-journal", "article-magazine", "article-newspaper")
_PARTS = ("chapter", "paper-conference", "entry-encyclopedia", "entry-dictionary")
_LAWS = ("bill", "hearing", "legislation")
_SERIES = ("book", "report", "software", "map")
_FILMS = ("motion_picture", "broadcast")
_OTHER_A2 = (
    "bill", "report", "song", "speech", "interview", "personal_communication", "legal_case",
    "patent",
)  # fmt: skip
"""The types whose `A2` is a sponsor, a presenter, a recipient and so on, but not an editor."""

Names = tuple[str, ...]


def _each(types: Iterable[str], *tags: str) -> Mapping[str, Names]:
    return dict.fromkeys(types, tags)


@dataclass(frozen=True, slots=True)
class Row:
    """A field of a reference and its tags: the one it is written with, then those also read.

    `by_type` holds the tags for the CSL types that have others; no tags is `OWN`. `label` stands
    before the value where the tag alone does not say what it is.
    """

    name: str
    tags: Names = ()
    by_type: Mapping[str, Names] = field(default_factory=dict)
    label: str = ""

    def of(self, type_: str) -> Names:
        """Return the tags of the field in records of the CSL type `type_`."""
        return self.by_type.get(type_, self.tags)


ROWS = (
    # Zotero and EndNote hold whoever stands in a film's AU for its director
    Row("author", ("AU", "A1"), _each(_FILMS, OWN, "A1")),
    Row("director", (), _each(_FILMS, "AU")),
    Row(
        "editor",
        ("ED", "A2"),
        {
            **_each((*_ARTICLES, *_PARTS), "A2", "ED"),
            **_each(_OTHER_A2, "ED"),
            "book": ("ED", "A3"),
        },
    ),
    Row(
        "collection_editor",
        (),
        {**_each(["book", "report"], "A2"), **_each((*_PARTS, "map"), "A3")},
    ),
    Row(
        "translator",
        ("A4",),
        _each(["paper-conference", "legal_case", "motion_picture", "dataset"]),
    ),
    Row("container_author", (), _each(["chapter"], "C2")),
    Row("recipient", (), _each(["personal_communication"], "A2")),
    Row("title", ("TI", "T1", "CT"), _each(["book"], "TI", "T1", "CT", "BT")),
    Row("title_short", ("ST",)),
    Row(
        "container_title",
        ("T2", "JF", "BT", "JO"),
        {
            **_each((*_SERIES, "speech")),
            "paper-conference": ("C3", "T2", "JF", "BT", "JO"),
            "legal_case": ("A2", "T2", "JF", "BT", "JO"),
        },
    ),
    Row("event_title", (), _each(["paper-conference", "speech"], "T2")),
    Row("event_place", (), _each(["paper-conference"], "C1")),
    Row("event_date"),
    Row("container_title_short", ("J2", "JA", "JO")),
    Row(
        "collection_title",
        ("T3",),
        {**_each(_SERIES, "T2", "T3"), **_each(["bill", "hearing"])},
    ),
    Row("collection_number", ("SV",), {"book": ("M1",), "legal_case": ()}),
    Row("volume", ("VL",)),
    Row("number_of_volumes", ("NV",), {"chapter": ("IS", "NV"), "dataset": ()}),
    Row(
        "issue",
        ("IS",),
        {"article-journal": ("IS", "M1"), **_each(("chapter", *NUMBERED, *_LAWS))},
    ),
    Row(
        "number",
        ("M1",),
        {
            **_each(_ARTICLES, "C7"),
            **_each(NUMBERED, "SN", "IS"),
            **_each(_LAWS, "M1", "IS"),
            **_each(["book", "chapter", "software", "webpage"]),
            "dataset": ("NV",),
            "legal_case": ("SV",),
        },
    ),
    Row("page", ("SP",)),
    Row("number_of_pages", (), _each(PAGED, "SP")),
    Row("chapter_number", (), {"chapter": ("SE",), **_each(_LAWS, "ET")}),
    Row("section", ("SE",), _each(["chapter", "legal_case"])),
    Row("issued", ("PY",)),
    Row("original_date", ("OP",), _each((*_LAWS, "legal_case", "patent"))),
    Row("submitted", (), _each(["patent"], "C1")),
    Row("edition", ("ET",), _each(("software", "dataset", "article-journal", *_LAWS))),
    Row("version", (), _each(["software", "dataset"], "ET")),
    Row(
        "genre",
        ("M3",),
        {"motion_picture": ("C4", "M3"), "graphic": (), "interview": ()},
    ),
    Row(
        "medium",
        (),
        {
            **_each(["graphic", "interview"], "M3"),
            **_each(["song", "motion_picture"], "C5"),
            "software": ("M1",),
        },
    ),
    Row("publisher", ("PB",), _each(["legal_case"])),
    Row("publisher_place", ("CY", "PP")),
    Row(
        "authority",
        (),
        {"legal_case": ("PB",), "patent": ("A2",), **_each(["bill", "hearing"], "T3")},
    ),
    Row("status", (), _each(["patent"], "C6")),
    Row("DOI", ("DO", "M3", "L3")),
    Row("URL", ("UR",)),
    Row("accessed", ("Y2",), _each(["webpage"], "Y2", "M1")),
    Row("ISSN", ("SN",)),
    Row("ISBN", ("SN",)),
    Row(
        "PMID",
        ("AN",),
        _each(("article", "paper-conference", *_ARTICLES), "AN", "C2"),
        label="PMID: ",
    ),
    Row("PMCID", ("C2",), _each(["chapter", "patent", "post-weblog"]), label="PMCID: "),
    Row("archive", ("DB",)),
    Row("archive_location", ("AN",)),
    Row("call_number", ("CN",)),
    Row("language", ("LA",), _each(["software"], OWN, "LA")),
    Row("keyword", ("KW",)),
    Row("abstract", ("AB", "N2")),
    Row("note", ("N1",)),
)
"""In the order in which they are written."""

_DOI = re.compile(rf"(?:{dois.RESOLVER}|doi:? ?)?10\.\d{{4,9}}/\S+", re.IGNORECASE)

SHAPES: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "M3": {"DOI": _DOI},
    "L3": {"DOI": _DOI},
    "AN": {"PMID": re.compile(r"PMID: .+")},
    "C2": {"PMID": re.compile(r"\d{5,8}"), "PMCID": re.compile(r"PMCID: .+|PMC\d+")},
}
"""For tags that hold several things: what a value must look like to be one of these fields."""


_SHAPED = {name for fields in SHAPES.values() for name in fields}
READ_ORDER = (
    *(row for row in ROWS if row.name in _SHAPED),
    *(row for row in ROWS if row.name not in _SHAPED),
)
"""The rows in the order in which they are read: first those that ask for a shape."""

HOLDS = ATTRIBUTES | TEXTS
"""The fields, and CSL's variables without a name in a Reference, that a record has a place for."""
