"""A plain list of DOIs: every way people write one, and what is none."""

from __future__ import annotations

import pytest

from cikrefs.errors import InputError, Problem
from cikrefs.formats import detect
from cikrefs.formats.imports.identifiers import loads
from cikrefs.models import Reference

SICI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2"


def named(text: str) -> list[str]:
    """Return what each reference of a list is known by."""
    return [one.DOI or one.PMID or one.PMCID or one.ISBN or one.number for one in loads(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("PMID: 123 PMC456", ["123", "PMC456"]),
        ("PMID:1,PMID:2;PMC3", ["1", "2", "PMC3"]),
        (
            "PMID 123\narXiv:2401.00001v2 [cs.LG]\nISBN 978-3-16-148410-0\n10.5555/a # mine",
            ["123", "arXiv:2401.00001v2", "9783161484100", "10.5555/a"],
        ),
        (
            "https://pubmed.ncbi.nlm.nih.gov/123/, https://arxiv.org/abs/2401.00001",
            ["123", "arXiv:2401.00001"],
        ),
        ("9783161484100", ["9783161484100"]),
        ("2401.00001\nhep-th/9901001", ["arXiv:2401.00001", "arXiv:hep-th/9901001"]),
        ("ISBN 978 3 16 148410 0, PMID: 5", ["9783161484100", "5"]),
        ("ISBN: 0-306-40615-2 arXiv: 2401.00001", ["9780306406157", "arXiv:2401.00001"]),
        ("doi 10.5555/c PMID: 17", ["10.5555/c", "17"]),
    ],
)
def test_identifiers_of_all_kinds_are_a_list_too(text: str, names: list[str]) -> None:
    assert detect(text) == "dois"
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    ["12345678", "2020", "PMID: 17\nsee above", "1. PMID: 17", "Lee A (2020) Cells. PMID: 1"],
)
def test_what_holds_anything_else_is_no_list_of_identifiers(text: str) -> None:
    assert detect(text) == "printed"


def test_nonsense_in_a_list_of_identifiers_is_named_with_its_line_and_why() -> None:
    problems: list[Problem] = []
    text = "PMID: 123456789\nISBN 978-3-16-148410-1\n17\n10.5555/a"
    assert len(loads(text, on_problem=problems.append)) == 1
    assert [(one.line, one.message) for one in problems] == [
        (1, "is no PMID: a PMID is a number of 1 to 8 digits; it is left out"),
        (2, "is no ISBN: its check digit is wrong; it is left out"),
        (3, "is no identifier; it is left out"),
    ]


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
    with pytest.raises(InputError, match="is no identifier"):
        loads("ISBN")
