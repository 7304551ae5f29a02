"""Reading EndNote's XML. A whole library is in tests/data/foreign/endnote-xml."""

from __future__ import annotations

from pathlib import Path

import pytest

import cikrefs
from cikrefs.errors import InputError, Problem
from cikrefs.formats import detect
from cikrefs.formats.imports.endnote_xml import TYPES, loads
from cikrefs.formats.ris.tags import READ_TYPES
from cikrefs.formats.ris.tags import TYPES as RIS_TYPES
from cikrefs.models import Date, Name, Reference


def library(fields: str) -> str:
    return f"<xml><records><record>{fields}</record></records></xml>"


def record(fields: str, kind: str = "Journal Article") -> Reference:
    (reference,) = loads(library(f'<ref-type name="{kind}">17</ref-type>{fields}'))
    return reference


@pytest.mark.parametrize(
    ("fields", "field", "value"),
    [
        (
            "<titles><title><style>In </style><style face='italic'>vivo</style></title></titles>",
            "title",
            "In vivo",
        ),
        (
            "<contributors><authors><author>A &amp; B</author></authors></contributors>",
            "author",
            (Name(literal="A & B"),),
        ),
        ("<volume>10<style face='italic superscript'>6</style></volume>", "volume", "10⁶"),
        (
            "<pages>H<style face='subscript'>2</style><style face='superscript'>th</style></pages>",
            "page",
            "H₂th",
        ),
        ("<isbn>2162-4011 (Print)&#xD;2162-4011</isbn>", "ISSN", "2162-4011"),
        (
            "<dates><year>2018</year><pub-dates><date>Jun 21</date></pub-dates></dates>",
            "issued",
            Date(2018, 6, 21),
        ),
        ("<keywords><keyword>a&#xD;b</keyword></keywords>", "keyword", "a, b"),
        ("<pages>5&#xD;</pages>", "page", "5"),
        ("<electronic-resource-num>10.1/a</electronic-resource-num>", "DOI", "10.1/a"),
        ("<number>4</number>", "issue", "4"),
        ("<custom2>PMC1</custom2>", "PMCID", "PMC1"),
    ],
)
def test_fields_are_read(fields: str, field: str, value: object) -> None:
    assert getattr(record(fields), field) == value


def test_the_authors_of_an_edited_book_are_its_editors() -> None:
    names = "<contributors><authors><author>Ed, I.</author></authors></contributors>"
    book = record(names, "Edited Book")
    assert (book.type, book.author, book.editor) == ("book", (), (Name("Ed", "I."),))


def test_every_type_is_one_that_ris_has() -> None:
    assert set(TYPES.values()) <= {*RIS_TYPES.values(), *READ_TYPES}


def test_what_has_no_name_is_kept_and_empty_elements_are_not() -> None:
    read = record(
        "<foreign-keys><key app='EN'>3</key></foreign-keys><size>A<b>4</b></size><size/>", "Podcast"
    )
    assert read.type == "document"
    assert read.extra == {
        "endnote:ref-type": ["Podcast"],
        "endnote:foreign-keys/key": ["3"],
        "endnote:size": ["A4"],
    }


def test_the_source_is_the_record() -> None:
    first, second = "<record><volume>1</volume></record>", "<record>\n<volume>2</volume></record>"
    read = loads(f'<?xml version="1.0"\n?>\n<xml><records>{first}\n{second}</records></xml>')
    assert [(one.source.line, one.source.text) for one in read] == [(3, first), (4, second)]
    assert read[1].source.positions["volume"][0] == 5


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("<?xml version='1.0'?>\n<xml><records>\n<record></xml>", "broken XML", 3),
        (
            "<!DOCTYPE xml [<!ENTITY a 'aaa'>]>\n" + library("<volume>&a;</volume>"),
            "refers to the entity &a;",
            2,
        ),
    ],
)
def test_what_is_no_harmless_xml_is_refused(text: str, message: str, line: int) -> None:
    problems: list[Problem] = []
    assert loads(text, on_problem=problems.append) == []
    assert [(one.line, message in one.message) for one in problems] == [(line, True)]
    with pytest.raises(InputError, match=message):
        loads(text)


def test_a_declared_encoding_does_not_disturb_a_text() -> None:
    text = "<?xml version='1.0' encoding='ISO-8859-1'?>" + library("<volume>é</volume>")
    assert loads(text)[0].volume == "é"


def test_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    text = "<?xml version='1.0' encoding='UTF-8'?>\n" + library("<volume>1</volume>")
    assert detect(text) == "endnote-xml"
    file = tmp_path / "library.xml"
    file.write_text(text, encoding="utf-8")
    assert [one.volume for one in cikrefs.read(file)] == ["1"]
