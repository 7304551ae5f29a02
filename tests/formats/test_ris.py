"""Reading RIS in its dialects, and what must hold of RIS that is written."""

from __future__ import annotations

import time

import pytest

from cikrefs.errors import InputError, Problem
from cikrefs.formats.ris import dumps, loads
from cikrefs.models import OTHERS, Date, Name, Reference


def record(*lines: str) -> Reference:
    (reference,) = loads("\n".join(["TY  - JOUR", *lines, "ER  - ", ""]))
    return reference


def problems(text: str) -> tuple[list[Reference], list[Problem]]:
    found: list[Problem] = []
    return loads(text, on_problem=found.append), found


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (["T1  - A title"], "title", "A title"),
        (["TI - One blank"], "title", "One blank"),
        (
            ["TI  - A title", "  that runs on", "over lines"],
            "title",
            "A title that runs on over lines",
        ),
        (["TI  - A title", "T2-weighted imaging"], "title", "A title T2-weighted imaging"),
        (["A1  - Liu, T.", "AU  - Pu, J."], "author", (Name("Pu", "J."), Name("Liu", "T."))),
        (["AU  - The Group", "AU  - et al."], "author", (Name(literal="The Group"), OTHERS)),
        (["AU  - Smith, J., Jr."], "author", (Name("Smith", "J.", "Jr."),)),
        (["AU  - van Gogh,"], "author", (Name("van Gogh"),)),
        (["A2  - Ed, I."], "editor", (Name("Ed", "I."),)),
        (["ED  - Ed, I."], "editor", (Name("Ed", "I."),)),
        (["JF  - Journal"], "container_title", "Journal"),
        (["JO  - Journal"], "container_title", "Journal"),
        (["JA  - J."], "container_title", "J."),
        (["JF  - Journal", "JO  - J."], "container_title_short", "J."),
        (["SP  - 511-518"], "page", "511-518"),
        (["SP  - 511", "EP  - 518"], "page", "511-518"),
        (["SP  - 559", "EP  - 559"], "page", "559"),
        (["SP  - 511–518", "EP  - 518"], "page", "511-518"),
        (["Y1  - 2024/11/02/"], "issued", Date(2024, 11, 2)),
        (["PY  - 2024///"], "issued", Date(2024)),
        (["PY  - 2024", "DA  - 2024/11/02"], "issued", Date(2024, 11, 2)),
        (["PY  - 2024", "DA  - 2025/01/01"], "issued", Date(2024)),
        (["UR  - https://doi.org/10.1000/a_b"], "DOI", "10.1000/a_b"),
        (["DO  - https://doi.org/10.1000/a"], "DOI", "10.1000/a"),
        (["SN  - 1234-5679"], "ISSN", "1234-5679"),
        (["SN  - 9783161484100"], "ISBN", "9783161484100"),
        (["N2  - Abstract"], "abstract", "Abstract"),
        (["KW  - one", "KW  - two"], "keyword", "one, two"),
    ],
)
def test_dialects_are_read(lines: list[str], field: str, value: object) -> None:
    assert getattr(record(*lines), field) == value


def test_a_report_has_a_number_where_a_journal_has_an_issn() -> None:
    (report,) = loads("TY  - RPRT\nSN  - WHO/2020\nER  - \n")
    assert (report.number, report.ISSN) == ("WHO/2020", "")


def test_a_paper_has_its_proceedings_in_c3_and_else_in_t2() -> None:
    both, one = loads(
        "TY  - CPAPER\nT2  - Meeting\nC3  - Proc\nER  - \nTY  - CONF\nT2  - Proc\nER  - "
    )
    assert (both.container_title, both.event_title) == ("Proc", "Meeting")
    assert (one.container_title, one.event_title) == ("Proc", "")


def test_unknown_tags_and_types_are_kept_with_each_of_their_values() -> None:
    text = (
        "TY  - XYZ\r\nID  - a\r\nTI  - T\r\nL1  - a.pdf\r\nL1  - b.pdf\r\nM2  - x\r\nER  - \r\n\r\n"
    )
    (reference,) = loads(text)
    assert reference.type == "document"
    assert reference.extra == {"ris:TY": ["XYZ"], "ris:L1": ["a.pdf", "b.pdf"], "ris:M2": ["x"]}
    assert dumps([reference]) == text


def test_a_second_value_of_a_field_is_kept() -> None:
    reference = record("TI  - One", "T1  - Two", "UR  - https://a.org", "UR  - https://b.org")
    assert (reference.title, reference.URL) == ("One", "https://a.org")
    assert reference.extra == {"ris:T1": ["Two"], "ris:UR": ["https://b.org"]}


def test_what_is_no_date_is_kept() -> None:
    assert record("PY  - 2024/11/02/Epub").extra == {"ris:PY": ["2024/11/02/Epub"]}
    assert record("PY  - in press").extra == {"ris:PY": ["in press"]}


def test_the_source_tells_line_text_and_places() -> None:
    source = loads("\n1.\nTY  - JOUR\nAU  - A, B.\nTI - T\nER  - \n")[0].source
    assert (source.line, source.text) == (3, "TY  - JOUR\nAU  - A, B.\nTI - T\nER  -")
    assert source.positions == {"author": (4, 7), "title": (5, 6)}


@pytest.mark.parametrize(
    ("text", "message", "line", "kept"),
    [
        ("TY  - JOUR\nTI  - T\n", "does not end with ER", 1, 1),
        ("TY  - JOUR\nTI  - T\nTY  - BOOK\nER  - ", "before the one above ended with ER", 3, 2),
        ("TI  - T\nER  - \n", "a record without TY", 1, 1),
        ("junk\nTY  - JOUR\nER  - \n", "no record it could belong to; the line is left out", 1, 1),
        ("TY  - JOUR\nER  - \nER  - \n", "an ER that ends no record; the line is left out", 3, 1),
        (
            "TY  - JOUR\nID  - a\nER  - \nTY  - BOOK\nID  - a\nER  - \n",
            "stands already on line 1",
            4,
            2,
        ),
    ],
)
def test_each_problem_tells_what_and_where(text: str, message: str, line: int, kept: int) -> None:
    references, (problem,) = problems(text)
    assert message in problem.message
    assert (problem.line, len(references)) == (line, kept)
    assert problem.text
    assert problem.lost == ("already" not in message)


def test_a_lost_line_is_raised_where_nobody_listens() -> None:
    with pytest.raises(InputError, match="1: no RIS tag"):
        loads("junk\n")


TRAPS = [
    (Reference(author=(Name(literal="A, B and C"),)), "AU  - A,, B and C\r\n"),
    (Reference(author=(Name("Plato"),)), "AU  - Plato,\r\n"),
    (Reference(issued=Date(2024, 5)), "PY  - 2024\r\nDA  - 2024/05\r\n"),
    (Reference(page="e1465161"), "SP  - e1465161\r\nER"),
    (Reference(page="559-559"), "SP  - 559-559\r\nER"),
    (Reference(container_title_short="J"), "T2  - J\r\nJ2  - J\r\n"),
    (Reference(DOI="10.1/a", URL="https://doi.org/10.1/a"), "DO  - 10.1/a\r\nER"),
    (Reference(title="Over\ntwo\r\nlines"), "TI  - Over two lines\r\n"),
    (Reference(type="paper-conference", container_title="P"), "T2  - P\r\n"),
    (Reference(type="map2"), "TY  - GEN\r\n"),
    (Reference(type="chapter", editor=(Name("Ed", "I."),)), "A2  - Ed, I.\r\n"),
    (Reference(type="book", editor=(Name("Ed", "I."),)), "ED  - Ed, I.\r\n"),
]


@pytest.mark.parametrize(("reference", "lines"), TRAPS)
def test_traps_are_written_round(reference: Reference, lines: str) -> None:
    assert lines in dumps([reference])


def test_a_record_begins_with_its_type_and_ends_with_an_empty_line() -> None:
    text = dumps([Reference(id="a"), Reference(id="b")])
    assert text.startswith("TY  - JOUR\r\n")
    assert text.count("ER  - \r\n\r\n") == 2
    assert text.endswith("ER  - \r\n\r\n")
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize(
    "nasty", ["A", "-", " ", "TY  - ", "TY  - A\n", "x\n", "1", "AU  - ,\n", "\n"]
)
@pytest.mark.parametrize("before", ["", "TY  - JOUR\nAB  - "])
def test_100_kb_of_anything_take_linear_time(before: str, nasty: str) -> None:
    text = before + nasty * (100_000 // len(nasty))
    start = time.perf_counter()
    loads(text, on_problem=lambda _: None)
    assert time.perf_counter() - start < 4
