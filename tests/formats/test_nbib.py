"""Reading PubMed's .nbib files. Whole files are in tests/data/foreign/nbib."""

from __future__ import annotations

import pytest

from cikrefs.errors import InputError, Problem
from cikrefs.formats import detect
from cikrefs.formats.imports.nbib import loads
from cikrefs.models import Date, Name, Reference


def record(*lines: str) -> Reference:
    (reference,) = loads("\n".join(["PMID- 1", *lines, ""]))
    return reference


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["TI  - A title."], "title", "A title"),
        (["TI  - A question?"], "title", "A question?"),
        (["TI  - And so on..."], "title", "And so on..."),
        (["TI  - A title that", "      runs on."], "title", "A title that runs on"),
        (["FAU - van Raaij, M J", "AU  - van Raaij MJ"], "author", (Name("van Raaij", "M. J."),)),
        (["FAU - Smith, John A Jr"], "author", (Name("Smith", "John A.", "Jr"),)),
        (["FAU - Liu, Yi-Ou"], "author", (Name("Liu", "Yi-Ou"),)),
        (["AU  - de la Cruz MJ 3rd"], "author", (Name("de la Cruz", "M. J.", "3rd"),)),
        (["AU  - Plato"], "author", (Name(literal="Plato"),)),
        (
            ["FAU - Liu, T", "AU  - Liu T", "AU  - Pu J", "CN  - The Group"],
            "author",
            (Name("Liu", "T."), Name("Pu", "J."), Name(literal="The Group")),
        ),
        (["FED - Ed, I"], "editor", (Name("Ed", "I."),)),
        (["DP  - 2018 Jul 5"], "issued", Date(2018, 7, 5)),
        (["DP  - 2018 Jul"], "issued", Date(2018, 7)),
        (["DP  - 2018"], "issued", Date(2018)),
        (["DP  - 2018 Jul-Aug"], "issued", Date(2018)),
        (["PG  - 511-8"], "page", "511-518"),
        (["PG  - 511-518"], "page", "511-518"),
        (["PG  - 1099-105"], "page", "1099-1105"),
        (["PG  - S12-8"], "page", "S12-S18"),
        (["PG  - 511-8; discussion 519-20"], "page", "511-518; discussion 519-520"),
        (["PG  - e1465161"], "page", "e1465161"),
        (["LID - e123 [pii]"], "page", "e123"),
        (["PG  - 5", "LID - e123 [pii]"], "page", "5"),
        (["AID - 10.1000/a(b)1 [doi]"], "DOI", "10.1000/a(b)1"),
        (["IS  - 1234-567X (Print)"], "ISSN", "1234-567X"),
        (["MH  - Mice", "OT  - honey"], "keyword", "Mice, honey"),
        (["MH  - Cells, Cultured/*methods", "OT  - a"], "keyword", "Cells, Cultured/*methods; a"),
        (["PT  - Journal Article", "PT  - Preprint"], "type", "article"),
        (["PT  - Review"], "type", "article-journal"),
        (["OWN - ERIC", "ISSN - EISSN-2375-5636"], "ISSN", "2375-5636"),
        (["OWN - ERIC", "AU  - Smith, John A"], "author", (Name("Smith", "John A."),)),
        (["OWN - ERIC", "PT  - Journal Articles", "PT  - Reports - Research"], "type",
         "article-journal"),
        (["OWN - ERIC", "PT  - Reports - Research"], "type", "report"),
        (["OWN - ERIC", "PT  - Books", "JT  - A House"], "publisher", "A House"),
        (["OWN - NLM", "PT  - Technical Report", "JT  - A Journal"], "container_title",
         "A Journal"),
    ],
)  # fmt: skip
def test_fields_are_read(lines: list[str], field: str, value: object) -> None:
    assert getattr(record(*lines), field) == value


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("DP  - 2018 Jul-Aug", {"nbib:DP": ["2018 Jul-Aug"]}),
        ("DP  - in spring", {"nbib:DP": ["in spring"]}),
        ("AID - S0140(20)1 [pii]", {"nbib:AID": ["S0140(20)1 [pii]"]}),
        ("PT  - Review", {"nbib:PT": ["Review"]}),
        ("SO  - J. 2018;1:2.", {"nbib:SO": ["J. 2018;1:2."]}),
        ("GR  - R01", {"nbib:GR": ["R01"]}),
        ("PL  - Norway", {"nbib:PL": ["Norway"]}),
    ],
)
def test_what_has_no_name_is_kept(line: str, kept: dict[str, object]) -> None:
    assert record(line).extra == kept


def test_an_identifier_that_two_tags_tell_is_taken_once() -> None:
    reference = record("LID - 10.1000/a [doi]", "AID - 10.1000/a [doi]", "AID - 10.1000/b [doi]")
    assert (reference.DOI, reference.extra) == ("10.1000/a", {"nbib:AID": ["10.1000/b [doi]"]})


def test_a_record_ends_at_an_empty_line_or_where_the_next_begins() -> None:
    read = loads("\nPMID- 1\nTI  - A\n\n\nOWN - NLM\nPMID- 2\nTI  - B\nPMID- 3\nTI  - C")
    assert [(one.PMID, one.title, one.source.line) for one in read] == [
        ("1", "A", 2),
        ("2", "B", 6),
        ("3", "C", 9),
    ]
    assert read[0].source.text == "PMID- 1\nTI  - A"
    assert read[0].source.positions["title"] == (3, 7)


def test_a_line_outside_records_is_named() -> None:
    problems: list[Problem] = []
    assert len(loads("junk\nPMID- 1\n", on_problem=problems.append)) == 1
    assert [(one.line, one.text, one.lost) for one in problems] == [(1, "junk", True)]
    with pytest.raises(InputError, match="1: no tag"):
        loads("junk\n")


def test_it_is_told_by_its_content() -> None:
    assert detect("\nPMID- 123\nOWN - NLM\n") == "nbib"
    assert detect("1. Liu T. A title. J. 2020;1:2. PMID: 1\n") == "printed"
