"""A plain list of DOIs: every way people write one, and what is none."""

from __future__ import annotations

import pytest

from cikrefs.errors import InputError, Problem
from cikrefs.formats import detect
from cikrefs.formats.imports.identifiers import loads
from cikrefs.models import Reference

SICI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"


def listed(text: str) -> list[str]:
    return [reference.DOI for reference in loads(text)]


@pytest.mark.parametrize(
    ("text", "dois"),
    [
        ("10.5555/a", ["10.5555/a"]),
        ("10.5555/a\n10.5555/b\n", ["10.5555/a", "10.5555/b"]),
        ("\ufeff10.5555/a\r\n\r\n10.5555/b\r", ["10.5555/a", "10.5555/b"]),
        ("doi:10.5555/a\nDOI: 10.5555/b\ndoi 10.5555/c", ["10.5555/a", "10.5555/b", "10.5555/c"]),
        ("https://doi.org/10.5555/a\nhttp://dx.doi.org/10.5555/b", ["10.5555/a", "10.5555/b"]),
        ("doi.org/10.5555/a\nwww.doi.org/10.5555/b", ["10.5555/a", "10.5555/b"]),
        ("https://doi.org/10.5555/a%28b%29", ["10.5555/a(b)"]),
        ("10.5555/a,\n10.5555/b;\n10.5555/c.\n", ["10.5555/a", "10.5555/b", "10.5555/c"]),
        ("10.5555/a, 10.5555/b 10.5555/c ; 10.5555/d", [f"10.5555/{c}" for c in "abcd"]),
        ("10.5555/a,10.5555/b;doi:10.5555/c", ["10.5555/a", "10.5555/b", "10.5555/c"]),
        ("10.5555/a,b;c", ["10.5555/a,b;c"]),
        (f"{SICI}, 10.5555/a", [SICI, "10.5555/a"]),
        ("# mine\n10.5555/a # the first\n  # more\n10.5555/b#c", ["10.5555/a", "10.5555/b#c"]),
        ("<https://doi.org/10.5555/a>", ["10.5555/a"]),
        ("\t10.5555/a\u00a0\n", ["10.5555/a"]),
    ],
)
def test_a_list_is_told_and_read(text: str, dois: list[str]) -> None:
    assert detect(text) == "dois"
    assert listed(text) == dois


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only a comment\n",
        "1. 10.5555/a\n",
        "Lee A (2020) Cells. 10.5555/a\n",
        "10.5555/a\nsee above\n",
        "see\n10.5555/a\n",
        "10.5/a\n",
        "https://example.org/10.5555/a\n",
    ],
)
def test_what_holds_anything_else_is_no_list_of_dois(text: str) -> None:
    assert detect(text) == "printed"


def test_a_reference_holds_nothing_but_the_doi_and_its_place() -> None:
    _, second = loads("# list\n10.5555/a\n\ndoi: 10.5555/B,\n")
    assert second == Reference(type="document", DOI="10.5555/B")
    assert (second.source.line, second.source.text) == (4, "doi: 10.5555/B,")


def test_a_doi_that_stands_twice_is_there_twice() -> None:
    assert listed("10.5555/a\n10.5555/a\n") == ["10.5555/a", "10.5555/a"]


def test_what_is_no_doi_is_named_with_its_line_and_the_rest_is_read() -> None:
    problems: list[Problem] = []
    references = loads("10.5555/a\n10.5555/b ISBN\n", on_problem=problems.append)
    assert [reference.DOI for reference in references] == ["10.5555/a", "10.5555/b"]
    assert [(p.line, p.text, p.lost) for p in problems] == [(2, "ISBN", True)]
    with pytest.raises(InputError, match="is no DOI"):
        loads("ISBN")
