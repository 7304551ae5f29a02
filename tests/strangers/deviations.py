"""What other programs make of our files though it stands there otherwise, each with the reason.

The tests compare exactly: with any other loss or change than these they fail, and with a row that
is no longer needed too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from cikrefs.models import Date, Name, Reference
from tests.strangers.values import told

_EMPTY = Reference()


@dataclass(frozen=True, slots=True)
class Deviation:
    """The fields that a reader loses of references of some types (all if empty), and changes."""

    reader: str
    reason: str
    types: str = ""
    loses: str = ""
    changes: Mapping[str, Callable[[Reference], object]] = field(default_factory=dict)
    where: Callable[[Reference], bool] = lambda _: True

    def concerns(self, reader: str, reference: Reference) -> bool:
        """Whether `reader` deviates here, on a reference like this."""
        of_type = not self.types or reference.type in self.types.split()
        return reader == self.reader and of_type and self.where(reference)


def _always(value: object) -> Callable[[Reference], object]:
    return lambda _: value


def _year(one: Reference) -> Date | None:
    return Date(one.issued.year) if one.issued else None


def _authors(change: Callable[[Name], Name]) -> Callable[[Reference], object]:
    return lambda one: tuple(map(change, one.author))


def _editors(change: Callable[[Name], Name]) -> Callable[[Reference], object]:
    return lambda one: tuple(map(change, one.editor))


def _person(name: Name) -> Name:
    """Return a group's name as a person's, the last word the family's, as pandoc does with RIS."""
    given, _, family = name.literal.rpartition(" ")
    return Name(family, given) if given else name


def _suffix_first(name: Name) -> Name:
    """Return "Groß, Jürgen, Jr." as pandoc takes it apart in RIS."""
    return Name(f"{name.family} {name.given}", name.suffix) if name.suffix else name


DEVIATIONS = (
    Deviation(
        "biber",
        "biblatex's data model has no such fields; biber warns and leaves them out",
        loses="PMID archive archive_location medium recipient section submitted",
    ),
    Deviation(
        "ris2xml|xml2bib",
        "ris2xml does not know AN, J2, Y2, A4 and the like",
        loses="PMID accessed archive archive_location authority container_title_short "
        "original_date recipient section translator",
    ),
    Deviation(
        "ris2xml|xml2bib",
        "xml2bib takes a group for a person: Consortium, The CIK",
        loses="author",
        where=lambda one: any(name.literal for name in one.author),
    ),
    Deviation(
        "ris2xml|xml2bib",
        "ris2xml takes A2 for no editor",
        types="chapter paper-conference entry-encyclopedia",
        loses="editor",
    ),
    Deviation(
        "ris2xml|xml2bib",
        "ris2xml knows these types not, or not as parts of anything",
        types="webpage entry-encyclopedia legislation",
        loses="container_title",
    ),
    Deviation(
        "ris2xml|xml2bib",
        "ris2xml takes SN for a serial number of books and journals only",
        types="report standard",
        loses="number",
    ),
    Deviation(
        "bib2xml|xml2ris",
        "bib2xml and xml2ris know BibTeX's standard fields, and of biblatex's few",
        loses="PMID accessed archive archive_location authority container_title_short director "
        "event_place event_title genre medium number_of_pages original_date recipient section "
        "submitted translator version",
    ),
    Deviation(
        "bib2xml|xml2ris",
        "bib2xml knows @inreference and @online not, or not as parts of anything",
        types="webpage entry-encyclopedia",
        loses="container_title editor",
    ),
    Deviation(
        "bib2xml|xml2ris",
        "bib2xml knows editions of books only",
        types="article-newspaper entry-encyclopedia",
        loses="edition",
    ),
    Deviation(
        "bib2xml|xml2ris",
        "bib2xml knows numbers of articles and reports only",
        types="article patent standard",
        loses="number",
    ),
    Deviation("bib2xml|xml2ris", "bib2xml does not know @software", "software", "publisher"),
    Deviation("pandoc -f bibtex", "the language is read from langid", loses="language"),
    Deviation(
        "pandoc -f bibtex",
        "these fields are not read",
        loses="archive archive_location authority medium submitted",
    ),
    Deviation(
        "pandoc -f bibtex",
        "@misc with these subtypes has no type at all",
        types="article standard",
        changes={"type": _always("book"), "issued": _year},  # any type whose titles are italic
    ),
    Deviation(
        "pandoc -f ris",
        "of a date only the year is read, of names neither suffix nor group",
        changes={
            "issued": _year,
            "author": _authors(lambda name: _suffix_first(_person(name))),
            "editor": _editors(_suffix_first),
        },
    ),
    Deviation(
        "pandoc -f ris",
        "these tags are not read",
        loses="archive archive_location authority genre medium number original_date "
        "publisher_place section submitted translator",
    ),
    Deviation(
        "pandoc -f ris",
        "T2 holds anything",
        types="book",
        changes={
            "container_title": lambda one: one.collection_title,
            "collection_title": _always(""),
        },
    ),
    Deviation(
        "pandoc -f ris",
        "T2 holds anything",
        types="paper-conference",
        changes={"container_title": lambda one: one.event_title},
    ),
    Deviation(
        "pandoc -f ris",
        "a version is an edition",
        types="dataset software",
        changes={"edition": lambda one: one.version, "version": _always("")},
    ),
    Deviation(
        "pandoc -f ris",
        "the type is called as CSL does not",
        types="software motion_picture",
        changes={"type": _always("book")},
    ),
    Deviation(
        "pandoc -f ris",
        "the type is called as CSL does not",
        types="webpage",
        changes={"type": _always("document")},
    ),
    Deviation(
        "pandoc -f ris",
        "INPR is no type",
        types="article",
        changes={"type": _always("article-journal")},
    ),
    Deviation(
        "pandoc -f ris", "STAND is no type", types="standard", changes={"type": _always("report")}
    ),
    Deviation(
        "pandoc -f ris",
        "A1 and A2 are authors",
        types="motion_picture",
        changes={"author": lambda one: one.director, "director": _always(())},
    ),
    Deviation(
        "citation-js bibtex",
        "an entrysubtype is a genre and says nothing of the type",
        types="article-magazine article-newspaper",
        changes={
            "type": _always("article-journal"),
            "genre": lambda one: one.type.removeprefix("article-"),
        },
    ),
    Deviation(
        "citation-js bibtex",
        "an entrysubtype is a genre and says nothing of the type",
        types="article standard",
        loses="number",
        changes={
            "type": _always("document"),
            "genre": lambda one: "preprint" if one.type == "article" else one.type,
        },
    ),
    Deviation(
        "citation-js bibtex",
        "the type is a broader one",
        types="entry-encyclopedia",
        changes={"type": _always("entry")},
    ),
    Deviation(
        "citation-js bibtex",
        "these fields are not read",
        loses="archive archive_location medium recipient section submitted",
    ),
    Deviation(
        "citation-js bibtex",
        "an editor is one whatever editortype says",
        types="motion_picture",
        changes={"editor": lambda one: one.director, "director": _always(())},
    ),
    Deviation(
        "citation-js bibtex",
        "the institution of a patent is its publisher",
        types="patent",
        loses="authority",
        changes={"publisher": lambda one: one.authority},
    ),
    Deviation(
        "citation-js ris",
        "these tags are not read",
        loses="PMID archive archive_location authority medium submitted",
    ),
    Deviation(
        "citation-js ris",
        "the author is a reporter, who is no variable of CSL; of the date the year is read",
        types="article-newspaper",
        loses="author",
        changes={"issued": _year, "extra": lambda one: {"reporter": str(one.author[0])}},
    ),
    Deviation(
        "citation-js ris",
        "OP is an original title, and SP a page here too",
        types="book",
        loses="original_date",
        changes={
            "extra": lambda one: {"original-title": str(one.original_date)},
            "page": lambda one: one.number_of_pages,
        },
    ),
    Deviation(
        "citation-js ris",
        "the year is that of the meeting too",
        types="paper-conference",
        changes={"event_date": _year},
    ),
    Deviation("citation-js ris", "SP is nothing here", types="report", loses="number_of_pages"),
    Deviation(
        "citation-js ris",
        "T2 is a series here, and Y2 nothing",
        types="webpage",
        loses="accessed container_title",
        changes={"collection_title": lambda one: one.container_title},
    ),
    Deviation(
        "citation-js ris",
        "INPR is an article in press",
        types="article",
        loses="number publisher",
        changes={"type": _always("article-journal")},
    ),
    Deviation(
        "citation-js ris",
        "a film is broadcast, and M3 nothing of it",
        types="motion_picture",
        loses="genre",
        changes={"type": _always("broadcast")},
    ),
    Deviation(
        "citation-js ris",
        "DB is a source",
        types="manuscript",
        changes={"extra": lambda one: {"source": one.archive}},
    ),
)


def lost(reader: str, reference: Reference) -> set[str]:
    """Return the fields of the reference that the reader does not read."""
    rows = [row for row in DEVIATIONS if row.concerns(reader, reference)]
    return {name for row in rows for name in row.loses.split()} & told(reference).keys()


def as_read(reader: str, reference: Reference) -> Reference:
    """Return the reference as the reader knows it."""
    known: dict[str, Any] = {name: getattr(_EMPTY, name) for name in lost(reader, reference)}
    for row in DEVIATIONS:
        if row.concerns(reader, reference):
            known |= {name: change(reference) for name, change in row.changes.items()}
    return replace(reference, **known)
