"""What other programs write, cikrefs reads: every value in their files is in ours, in its field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields

import pytest

from cikrefs.errors import Problem
from cikrefs.formats import FORMATS
from cikrefs.models import Date, Name, Reference
from tests.strangers.exports import EXPORTS, export, said
from tests.strangers.samples import SAMPLES
from tests.strangers.values import Words, latex_words, missing, pieces, stands_in, told, words

_SAID_BY_OTHERS = ("TY", "editortype", "eprinttype")
"""Names whose value is which type, or which field, something is."""

_LABEL = re.compile(r"[A-Za-z-]+: ")

COMPLAINTS: Mapping[str, set[str]] = {
    # what does not fit one note goes into another
    "xml2bib": {
        f"{key}: the field note stands twice; the first is kept"
        for key in ("liu2016", "committee2022", "moreau1997")
    },
    # a patent's holder becomes a list, which is no CSL
    "citation-js csl": {
        "tanaka2015: publisher is neither text nor number; it is kept as it stands"
    },
}
"""What cikrefs rightly says of a program's file; all of it is kept besides."""

ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    # MODS, between the two programs, and BibTeX have no place for much: it goes into notes
    "xml2bib": (
        "article: number",
        "book: number_of_pages",
        "chapter: container_title",
        "dataset: version",
        "legislation: number",
        "manuscript: genre",
        "motion_picture: director",
        "motion_picture: genre",
        "motion_picture: medium",
        "paper-conference: container_title",
        "paper-conference: event_place",
        "paper-conference: event_title",
        "paper-conference: publisher_place",
        "patent: number",
        "patent: submitted",
        "personal_communication: genre",
        "report: genre",
        "report: number_of_pages",
        "software: version",
        "thesis: number_of_pages",
    ),
    # the law is written as a work of another type, whose number is an issue
    "xml2ris": ("legislation: number",),
    # the day goes into a note, "[Online; accessed …]"
    "citation-js bibtex": ("article-magazine: accessed", "webpage: accessed"),
    # what kind of work it is goes into entrysubtype, the section of a law into pages
    "citation-js biblatex": (
        "legislation: section",
        "manuscript: genre",
        "motion_picture: genre",
        "personal_communication: genre",
        "report: genre",
        "thesis: genre",
    ),
    # tags by the Zotero of their day: LEGAL is no law, and an archive is a publisher
    "citation-js ris": (
        "article-magazine: issue",
        "legislation: number",
        "manuscript: archive",
        "motion_picture: medium",
    ),
    # directors are editors twice over
    "citation-js csl": ("motion_picture: director",),
    # a patent's authority is its publisher
    "pandoc -t csljson": ("patent: authority",),
}
"""The fields that a program writes as something else, which cikrefs cannot know."""

_BIBTEX_LACKS = (
    "article-magazine article-newspaper webpage dataset software article patent entry-encyclopedia "
    "standard legislation motion_picture personal_communication"
)
MISTYPED: Mapping[str, str] = {
    "pandoc -t bibtex": _BIBTEX_LACKS,
    "pandoc -t biblatex": "article standard",
    "pandoc -t csljson": "article standard",
    "xml2bib": "article-magazine article-newspaper dataset software article "
    "patent entry-encyclopedia standard legislation motion_picture personal_communication "
    "manuscript",
    "xml2ris": "article-magazine article-newspaper webpage dataset software article "
    "entry-encyclopedia standard legislation motion_picture personal_communication",
    "citation-js bibtex": _BIBTEX_LACKS,
    "citation-js biblatex": "article-magazine article-newspaper article",
    "citation-js ris": "article legislation",
    "citation-js csl": "article-magazine article-newspaper article entry-encyclopedia standard",
}
"""The types that a program does not know, or has no word for in the format it writes."""

_each_export = pytest.mark.parametrize(("program", "format_"), EXPORTS, ids=lambda one: one)


def _read(program: str, format_: str) -> list[Reference]:
    problems: list[Problem] = []
    read = FORMATS[format_].loads(export(program, format_), on_problem=problems.append)
    complaints = {f"{problem.reference}: {problem.message}" for problem in problems if problem.lost}
    assert complaints == COMPLAINTS.get(program, set())
    return read


def _reading(format_: str) -> Callable[[str], Words]:
    return latex_words if format_ == "bibtex" else words


def _leaves(value: object) -> Iterator[object]:
    """Yield the names, dates and texts of a field, or of what is kept besides."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple | list):
        for one in value:
            yield from _leaves(one)
    else:
        yield value


def _holds(leaf: object, part: str, read: Callable[[str], Words]) -> bool:
    """Whether a field of ours says what a part of a value says, names in whatever order."""
    found = read(part)
    if isinstance(leaf, Name):
        name = words(" ".join((leaf.whole_family, leaf.given, leaf.suffix, leaf.literal)))
        return sorted(found) == sorted(name) or stands_in(found, name)
    if isinstance(leaf, Date):
        spellings = {words(one)[0] for piece in pieces(leaf) for one in piece}
        return set(found) <= spellings
    return stands_in(found, words(str(leaf))) or stands_in(found, read(str(leaf)))


def _lost(value: str, reference: Reference, read: Callable[[str], Words]) -> bool:
    leaves = [
        leaf
        for one in fields(reference)
        if one.name != "source"
        for leaf in _leaves(getattr(reference, one.name))
    ]
    parts = (re.split(r"\s+and\s+", value), [_LABEL.sub("", value, count=1)])
    return not any(
        all(any(_holds(leaf, part, read) for leaf in leaves) for part in division)
        for division in parts
    )


@_each_export
def test_no_value_of_a_file_is_lost(program: str, format_: str) -> None:
    references = _read(program, format_)
    values = said(export(program, format_), format_)
    assert [one.id for one in references] == list(values)
    read = _reading(format_)
    assert [
        (one.id, name, value)
        for one in references
        for name, value in values[one.id]
        if name not in _SAID_BY_OTHERS and _lost(value, one, read)
    ] == []


@_each_export
def test_what_a_file_tells_of_a_field_is_in_that_field(program: str, format_: str) -> None:
    values = said(export(program, format_), format_)
    read = _reading(format_)
    elsewhere = []
    for one, sample in zip(_read(program, format_), SAMPLES, strict=True):
        in_file = [read(value) for _, value in values[sample.id]]
        for name in told(sample).keys() - missing(sample, in_file):
            ours = [words(s) for piece in told(one).get(name, []) for s in piece]
            if name in missing(sample, ours):
                elsewhere.append(f"{sample.type}: {name}")
    assert sorted(elsewhere) == list(ELSEWHERE.get(program, ()))


@_each_export
def test_types_are_read_as_they_were_where_the_format_has_them(program: str, format_: str) -> None:
    pairs = zip(_read(program, format_), SAMPLES, strict=True)
    mistyped = [sample.type for one, sample in pairs if one.type != sample.type]
    assert mistyped == MISTYPED.get(program, "").split()
