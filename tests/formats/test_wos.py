"""Reading Web of Science's plain text. Whole files are in tests/data/foreign/wos."""

from __future__ import annotations

import pytest

from cikrefs.errors import Problem
from cikrefs.formats import detect
from cikrefs.formats.imports.wos import loads
from cikrefs.models import Date, Name, Reference


def record(*lines: str, kind: str = "J") -> Reference:
    (reference,) = loads("\n".join(["FN WoS", "VR 1.0", f"PT {kind}", *lines, "ER", "", "EF"]))
    return reference


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["TI A title", "   that runs on"], "title", "A title that runs on"),
        (["AU Liu, TJ", "   Pu, J"], "author", (Name("Liu", "T. J."), Name("Pu", "J."))),
        (["AU Liu, T", "AF Liu, Tim J."], "author", (Name("Liu", "Tim J."),)),
        (["AF Liu, Tim, Jr."], "author", (Name("Liu", "Tim", "Jr."),)),
        (["AU Liu, T", "CA A Group", "   B Group"], "author",
         (Name("Liu", "T."), Name(literal="A Group"), Name(literal="B Group"))),
        (["BE Ed, I"], "editor", (Name("Ed", "I."),)),
        (["PD NOV 2", "PY 2018"], "issued", Date(2018, 11, 2)),
        (["PD NOV", "PY 2018"], "issued", Date(2018, 11)),
        (["PD MAR-APR", "PY 2018"], "issued", Date(2018)),
        (["PY 2018"], "issued", Date(2018)),
        (["BP 5", "EP 9"], "page", "5-9"),
        (["BP 5", "EP 5"], "page", "5"),
        (["AR e12"], "page", "e12"),
        (["PS 170"], "page", "170"),
        (["BP 5", "EP 9", "AR 12"], "number", "12"),
        (["DE a; b", "ID C"], "keyword", "a, b, C"),
        (["JI J. Frogs"], "container_title_short", "J. Frogs"),
        (["DT Article; Proceedings Paper"], "type", "article-journal"),
    ],
)  # fmt: skip
def test_fields_are_read(lines: list[str], field: str, value: object) -> None:
    assert getattr(record(*lines), field) == value


@pytest.mark.parametrize(
    ("kind", "line", "type_"),
    [
        ("B", "TI a", "book"),
        ("B", "DT Article; Book Chapter", "chapter"),
        ("S", "DT Proceedings Paper", "paper-conference"),
        ("C", "TI a", "paper-conference"),
        ("P", "TI a", "patent"),
        ("X", "TI a", "document"),
    ],
)
def test_types_are_told_by_kind_of_publication_and_of_document(
    kind: str, line: str, type_: str
) -> None:
    assert record(line, kind=kind).type == type_


def test_inventors_of_a_patent_have_no_comma_and_are_persons() -> None:
    assert record("AU YANG Y", "   WANG XZ", kind="P").author == (
        Name("YANG", "Y."),
        Name("WANG", "X. Z."),
    )
    assert record("AU YANG Y").author == (Name(literal="YANG Y"),)


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["UT WOS:1"], {"wos:UT": ["WOS:1"]}),
        (["PD MAR-APR", "PY 2018"], {"wos:PD": ["MAR-APR"]}),
        (["PY soon"], {"wos:PY": ["soon"]}),
        (["PD MAY"], {"wos:PD": ["MAY"]}),
        (["AU Liu, T", "   Pu, J", "AF Liu, Tim"], {"wos:AU": ["Liu, T Pu, J"]}),
    ],
)
def test_what_has_no_name_is_kept(lines: list[str], kept: dict[str, object]) -> None:
    assert record(*lines).extra == kept


def test_a_kind_of_publication_without_a_name_is_kept() -> None:
    assert record(kind="X").extra == {"wos:PT": ["X"]}


def test_a_record_that_is_cut_off_is_kept_and_named() -> None:
    problems: list[Problem] = []
    (read,) = loads("FN WoS\nPT J\nTI A", on_problem=problems.append)
    assert (read.title, read.source.line) == ("A", 2)
    assert [one.line for one in problems] == [2]
    assert "does not end with ER" in problems[0].message


def test_it_is_told_by_its_content() -> None:
    assert detect("\ufeffFN Clarivate\nVR 1.0\nPT J\nAU A\nER\n") == "wos"
