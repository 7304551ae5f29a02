"""Reading RIS in its dialects, and what must hold of RIS that is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cikrefs.errors import InputError, Problem
from cikrefs.formats.common.draft import ATTRIBUTES, DATES, NAMES
from cikrefs.formats.csl.variables import TYPES as CSL_TYPES
from cikrefs.formats.ris import dumps, loads
from cikrefs.formats.ris.tags import TYPES
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
        (["A1  - Liu, T.", "AU  - Pu, J."], "author", (Name("Liu", "T."), Name("Pu", "J."))),
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
        (["SP  - 5", "EP  - 5-9"], "page", "5-9"),
        (["Y1  - 2020 May 6"], "issued", Date(2020, 5, 6)),
        (["PY  - 2018", "DA  - Jul 5"], "issued", Date(2018, 7, 5)),
        (["PY  - 2018", "DA  - 5 July"], "issued", Date(2018, 7, 5)),
        (["PY  - 2018", "DA  - 5"], "issued", Date(2018)),
        (["DA  - Jul 5"], "issued", None),
        (["PY  - 2000/00/00"], "issued", Date(2000)),
        (["PY  - 2000/05/00"], "issued", Date(2000, 5)),
        (["PY  - 2000/00/05"], "issued", None),
        (["PY  - -044"], "issued", Date(-44)),
        (["PY  - 2020", "DA  - 6 May 2020"], "issued", Date(2020, 5, 6)),
        (["M3  - doi:10.1000/a"], "DOI", "10.1000/a"),
        (["M3  - Obituary"], "genre", "Obituary"),
        (["M3  - Review"], "genre", ""),
        (["M3  - Article; Early Access"], "genre", ""),
        (["C2  - PMC123"], "PMCID", "PMC123"),
        (["C2  - 12345678"], "PMID", "12345678"),
        (["DB  - PubMed", "AN  - 123"], "PMID", "123"),
        (["DB  - EBSCO", "AN  - 123"], "archive_location", "123"),
        (["TI  - A &amp; B &lt;i&gt; &#955;"], "title", "A & B <i> λ"),
        (["TI  - AT&T; &c; &nosuch;"], "title", "AT&T; &c; &nosuch;"),
        (["N1  - <p>a &lt; b</p>"], "note", "<p>a &lt; b</p>"),
        (["ti  - A title", "of - one"], "title", "A title of - one"),
        (["  TI  - A title"], "title", "A title"),
        (["TI\t- A title"], "title", "A title"),
        (["12. TI  - A title"], "title", "A title"),
        (["AU  - Liu, T.; Pu, J."], "author", (Name("Liu", "T."), Name("Pu", "J."))),
        (["AU  - Health; Department"], "author", (Name(literal="Health; Department"),)),
        (["AU  - A, B; C, Jr."], "author", (Name("A", "B; C", "Jr."),)),
        (["AU  - Tim Liu"], "author", (Name(literal="Tim Liu"),)),
        (["AU  - K. He"], "author", (Name("He", "K."),)),
        (["AU  - K. He; X. Zhang"], "author", (Name("He", "K."), Name("Zhang", "X."))),
        (["AU  - K. He,"], "author", (Name(literal="K. He"),)),
        (["AU  - St. Jude"], "author", (Name(literal="St. Jude"),)),
        (["AU  - He, K.; Zhang, X."], "author", (Name("He", "K."), Name("Zhang", "X."))),
        (["SN  - 1234-5679"], "ISSN", "1234-5679"),
        (["SN  - 12345679 (ISSN)"], "ISSN", "12345679"),
        (["SN  - 9783161484100"], "ISBN", "9783161484100"),
        (["N2  - Abstract"], "abstract", "Abstract"),
        (["KW  - one", "KW  - two"], "keyword", "one, two"),
        (["KW  - one; two;"], "keyword", "one, two"),
        (
            ["KW  - Humans", "*Neoplasms/therapy", "Mice"],
            "keyword",
            "Humans, *Neoplasms/therapy, Mice",
        ),
        (["KW  - a long", "   keyword"], "keyword", "a long keyword"),
        (["UR  - http://a.org/one", "two"], "URL", "http://a.org/one two"),
        (["SN  - 2162-4011 (Print)", "2162-402X"], "ISSN", "2162-4011"),
        (["SN  - null"], "ISSN", ""),
        (["SN  - WHO/2020 (draft)"], "ISSN", "WHO/2020 (draft)"),
        (["Y2  - 2021/01/02/10:11:12"], "accessed", Date(2021, 1, 2)),
        (["Y2  - 6 May 2021"], "accessed", Date(2021, 5, 6)),
        (["KW  - Cells, Cultured", "KW  - Mice"], "keyword", "Cells, Cultured; Mice"),
        (["KW  - Cells, Cultured"], "keyword", "Cells, Cultured;"),
        (["KW  - 2,4-D", "KW  - DDT"], "keyword", "2,4-D, DDT"),
        (["U1  - event-date: 2020/05/06"], "event_date", Date(2020, 5, 6)),
        (
            ["U1  - director: A, B.", "U1  - director: C"],
            "director",
            (Name("A", "B."), Name(literal="C")),
        ),
    ],
)
def test_dialects_are_read(lines: list[str], field: str, value: object) -> None:
    assert getattr(record(*lines), field) == value


@pytest.mark.parametrize(
    ("type_", "line", "field", "value"),
    [
        ("BOOK", "A2  - Ed, I.", "collection_editor", (Name("Ed", "I."),)),
        ("EDBOOK", "AU  - Ed, I.", "editor", (Name("Ed", "I."),)),
        ("EDBOOK", "A1  - Ed, I.", "editor", (Name("Ed", "I."),)),
        ("CPAPER", "M3  - Conference paper", "genre", ""),
        ("RPRT", "M3  - Article", "genre", "Article"),
        ("BOOK", "A3  - Ed, I.", "editor", (Name("Ed", "I."),)),
        ("BOOK", "T2  - Series", "collection_title", "Series"),
        ("BOOK", "M1  - 5", "collection_number", "5"),
        ("BOOK", "SP  - xii, 320", "number_of_pages", "xii, 320"),
        ("BOOK", "SP  - 1-320", "page", "1-320"),
        ("BOOK", "EP  - 320", "page", "320"),
        ("CHAP", "A3  - Ed, I.", "collection_editor", (Name("Ed", "I."),)),
        ("CHAP", "A4  - Tr, A.", "translator", (Name("Tr", "A."),)),
        ("CHAP", "C2  - Au, B.", "container_author", (Name("Au", "B."),)),
        ("CHAP", "SE  - 7", "chapter_number", "7"),
        ("CHAP", "IS  - 2", "number_of_volumes", "2"),
        ("NEWS", "SE  - Culture", "section", "Culture"),
        ("NEWS", "ET  - Late", "edition", "Late"),
        ("COMP", "ET  - 1.2", "version", "1.2"),
        ("COMP", "M1  - Linux", "medium", "Linux"),
        ("PAT", "A2  - Office", "authority", "Office"),
        ("PAT", "C1  - 1990/01/02", "submitted", Date(1990, 1, 2)),
        ("PAT", "C6  - granted", "status", "granted"),
        ("PCOMM", "A2  - Re, C.", "recipient", (Name("Re", "C."),)),
        ("MPCT", "AU  - Di, R.", "director", (Name("Di", "R."),)),
        ("CASE", "PB  - Court", "authority", "Court"),
        ("CASE", "SV  - 12-3", "number", "12-3"),
        ("STAT", "M1  - 33", "number", "33"),
        ("HEAR", "T3  - Senate", "authority", "Senate"),
        ("SLIDE", "T2  - Meeting", "event_title", "Meeting"),
        ("CONF", "CY  - Rome", "publisher_place", "Rome"),
        ("CONF", "C1  - Rome", "event_place", "Rome"),
        ("BOOK", "OP  - 1859", "original_date", Date(1859)),
        ("ELEC", "M1  - 2020/05/06", "accessed", Date(2020, 5, 6)),
    ],
)
def test_a_tag_means_what_its_type_makes_of_it(
    type_: str, line: str, field: str, value: object
) -> None:
    (reference,) = loads(f"TY  - {type_}\n{line}\nER  - \n")
    assert getattr(reference, field) == value


def test_with_both_places_a_conference_was_held_in_cy() -> None:
    (read,) = loads("TY  - CPAPER\nCY  - Rome\nC1  - Berlin\nER  - \n")
    assert (read.event_place, read.publisher_place) == ("Rome", "Berlin")
    assert "CY  - Rome\r\n" in dumps([read])
    assert "C1  - Berlin\r\n" in dumps([read])


@pytest.mark.parametrize("tag", ["A3", "A4"])
def test_people_of_a_kind_without_a_name_here_are_kept(tag: str) -> None:
    (film,) = loads(f"TY  - MPCT\n{tag}  - Producer, A.\nER  - \n")
    assert film.extra == {f"ris:{tag}": ["Producer, A."]}


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


def test_each_link_and_number_on_a_line_of_its_own_is_a_value() -> None:
    reference = record("UR  - http://a.org", "http://b.org", "SN  - 1234-5679", "2049-3630")
    assert (reference.URL, reference.ISSN) == ("http://a.org", "1234-5679")
    assert reference.extra == {"ris:UR": ["http://b.org"], "ris:SN": ["2049-3630"]}
    assert reference.source.positions["URL"] == (2, 7)


def test_what_a_remark_says_of_a_serial_number_is_kept() -> None:
    reference = record("SN  - 1234-5679 (Print)", "1234-5679", "2049-3630 (Electronic)")
    assert reference.ISSN == "1234-5679"
    assert reference.extra == {"ris:SN": ["1234-5679 (Print)", "2049-3630 (Electronic)"]}


def test_a_kind_that_the_type_says_is_kept_but_no_genre() -> None:
    assert record("M3  - Article").extra == {"ris:M3": ["Article"]}
    assert "U1  - genre: Article\r\n" in dumps([Reference(genre="Article")])


@pytest.mark.parametrize("journal", ["JO", "JF"])
def test_the_title_of_an_issue_beside_the_journal_is_no_journal(journal: str) -> None:
    reference = record(f"{journal}  - Lung", "T2  - Special issue: Cells")
    assert (reference.container_title, reference.collection_title) == (
        "Lung",
        "Special issue: Cells",
    )
    assert "T2  - Lung\r\n" in dumps([reference])
    assert "T3  - Special issue: Cells\r\n" in dumps([reference])


@pytest.mark.parametrize("title", ["Special Issues in Lungs", "Proceedings of Lungs", "SI Units"])
def test_a_journal_that_sounds_like_an_issue_is_one(title: str) -> None:
    assert record("JO  - Lung", f"T2  - {title}").container_title == title
    assert record("T2  - Special issue: Cells").container_title == "Special issue: Cells"


@pytest.mark.parametrize(
    "line",
    [
        "N1  - doi: 10.1000/A",
        "N1  - https://doi.org/10.1000/a",
        "M3  - doi: 10.1000/a",
        "L3  - 10.1000/a",
    ],
)
def test_what_only_repeats_the_doi_is_left_out(line: str) -> None:
    assert record("DO  - 10.1000/a", line) == Reference(DOI="10.1000/a")


def test_a_note_with_another_doi_is_a_note() -> None:
    assert record("DO  - 10.1000/a", "N1  - doi: 10.1000/b").note == "doi: 10.1000/b"


def test_a_link_to_the_doi_hides_no_other_link() -> None:
    reference = record("UR  - https://doi.org/10.1000/a", "UR  - https://b.org")
    assert (reference.DOI, reference.URL) == ("10.1000/a", "https://b.org")
    assert record("DO  - 10.1000/a", "UR  - https://doi.org/10.1000/a").URL


def test_the_second_of_a_tag_keeps_its_place_from_file_to_file() -> None:
    text = (
        "TY  - JOUR\nAD  - Here\nN1  - One\nN1  - Two\nUR  - https://doi.org/10.1000/a\n"
        "UR  - https://b.org\nUR  - https://c.org\nSN  - 1234-5679 (Print)\nER  - \n"
    )
    once = dumps(loads(text))
    assert dumps(loads(once)) == once
    assert once.index("N1  - One") < once.index("N1  - Two")
    assert once.index("UR  - https://b.org") < once.index("UR  - https://c.org")


def test_the_second_place_of_a_conference_stays_of_its_kind_from_file_to_file() -> None:
    text = "TY  - CONF\nCY  - Rome\nCY  - Oslo\nC1  - Berlin\nER  - \n"
    (once,) = loads(text)
    assert (once.event_place, once.publisher_place) == ("Rome", "Berlin")
    assert replace(once, id="rome") == loads(dumps([replace(once, id="rome")]))[0]


def test_the_free_text_of_a_date_is_kept_and_a_time_is_not() -> None:
    assert record("PY  - 2021/01/02/10:11").extra == {}
    read = record("Y2  - 2021/01/02/evening")
    assert (read.accessed, read.extra) == (Date(2021, 1, 2), {"ris:Y2": ["2021/01/02/evening"]})
    assert loads(dumps([read])) == loads(dumps(loads(dumps([read]))))


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
        ("\nJSTOR LIST\nTY  - JOUR\nER  - \n", "text above the first record", 2, 1),
        ("TY  - JOUR\nER  - \njunk\n", "no record the line could belong to", 3, 1),
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
    assert problem.lost == (not message.startswith(("stands already", "text above")))


def test_a_lost_line_is_raised_where_nobody_listens() -> None:
    with pytest.raises(InputError, match="1: no tag"):
        loads("junk\n")


TRAPS = [
    (Reference(author=(Name(literal="A, B and C"),)), "AU  - A,, B and C\r\n"),
    (Reference(author=(Name("Plato"),)), "AU  - Plato,\r\n"),
    (Reference(issued=Date(2024, 5)), "PY  - 2024\r\nDA  - 2024/05\r\n"),
    (Reference(issued=Date(-44, 3, 15)), "PY  - -044\r\nDA  - -044/03/15\r\n"),
    (Reference(author=(Name(literal="K. He"),)), "AU  - K. He,\r\n"),
    (Reference(page="e1465161"), "SP  - e1465161\r\nER"),
    (Reference(page="559-559"), "SP  - 559-559\r\nER"),
    (Reference(container_title_short="J"), "T2  - J\r\nJ2  - J\r\n"),
    (Reference(DOI="10.1/a", URL="https://doi.org/10.1/a"), "DO  - 10.1/a\r\nER"),
    (Reference(title="Over\ntwo\r\nlines"), "TI  - Over two lines\r\n"),
    (Reference(type="paper-conference", container_title="P"), "T2  - P\r\n"),
    (Reference(type="map2"), "TY  - GEN\r\n"),
    (Reference(type="paper-conference", event_title="M"), "U1  - event-title: M\r\n"),
    (Reference(type="speech", event_title="M"), "T2  - M\r\n"),
    (Reference(type="report", ISSN="old"), "U1  - ISSN: old\r\n"),
    (Reference(type="report", number="7"), "SN  - 7\r\n"),
    (Reference(genre="10.1000/a"), "U1  - genre: 10.1000/a\r\n"),
    (Reference(type="broadcast"), "TY  - MPCT\r\n"),
    (Reference(event_date=Date(2020, 5)), "U1  - event-date: 2020/05\r\n"),
    (Reference(type="book", page="7"), "U1  - page: 7\r\n"),
    (Reference(type="book", number_of_pages="7"), "SP  - 7\r\n"),
    (Reference(type="book", number_of_pages="x-7"), "U1  - number-of-pages: x-7\r\n"),
    (Reference(keyword="Cells, Cultured; Mice"), "KW  - Cells, Cultured\r\nKW  - Mice\r\n"),
    (Reference(title="&lt; is <"), "TI  - &amp;lt; is <\r\n"),
    (Reference(type="chapter", PMCID="PMC1"), "U1  - PMCID: PMC1\r\n"),
    (Reference(type="motion_picture", director=(Name("A", "B."),)), "AU  - A, B.\r\n"),
    (Reference(type="chapter", editor=(Name("Ed", "I."),)), "A2  - Ed, I.\r\n"),
    (Reference(type="book", editor=(Name("Ed", "I."),)), "ED  - Ed, I.\r\n"),
]


@pytest.mark.parametrize(
    "reference",
    [
        Reference(id="a", issued=Date(-44, 3, 15)),
        Reference(id="a", event_date=Date(-44, 3)),
        Reference(id="a", author=(Name(literal="K. He"), Name(literal="K. He; X. Zhang"))),
        Reference(id="a", ISSN="1234-5679 (Print)"),
        Reference(id="a", ISSN="null"),
        Reference(id="a", genre="Review"),
        Reference(id="a", collection_title="Special issue", container_title="J"),
    ],
)
def test_what_reading_would_change_is_written_so_that_it_does_not(reference: Reference) -> None:
    assert loads(dumps([reference])) == [reference]


@pytest.mark.parametrize(("reference", "lines"), TRAPS)
def test_traps_are_written_round(reference: Reference, lines: str) -> None:
    assert lines in dumps([reference])


WRITTEN_TYPES = sorted({*CSL_TYPES, *TYPES, "no-type-of-csl"})


def everything(type_: str) -> Reference:
    """Return a reference of the type with a value of its own in each field."""
    values: dict[str, object] = {}
    for number, field in enumerate(sorted(ATTRIBUTES)):
        if field in NAMES:
            values[field] = (Name(f"Family {field}", "A. B."), Name(literal=f"Group, {field}"))
        elif field in DATES:
            values[field] = Date(1900 + number, 2, 3)
        else:
            values[field] = f"{field} {number}"
    values |= {"DOI": "10.1000/a", "ISSN": "1234-5679", "ISBN": "978-3-16-148410-0", "page": "1-9"}
    return Reference(id="key", type=type_, **values)  # type: ignore[arg-type]  # by kind, above


@pytest.mark.parametrize("type_", WRITTEN_TYPES)
def test_every_field_of_every_type_survives(type_: str) -> None:
    assert loads(dumps([everything(type_)])) == [everything(type_)]


@pytest.mark.parametrize("type_", WRITTEN_TYPES)
def test_every_field_survives_alone(type_: str) -> None:
    whole = everything(type_)
    stands_in = (
        {"container_title_short", "number"}
        if type_.startswith("article")
        else {"container_title_short"}
    )
    for field in sorted(ATTRIBUTES - stands_in):
        alone = replace(Reference(id="key", type=type_), **{field: getattr(whole, field)})
        assert loads(dumps([alone])) == [alone], field


def test_a_record_begins_with_its_type_and_ends_with_an_empty_line() -> None:
    text = dumps([Reference(id="a"), Reference(id="b")])
    assert text.startswith("TY  - JOUR\r\n")
    assert text.count("ER  - \r\n\r\n") == 2
    assert text.endswith("ER  - \r\n\r\n")
    assert "\n" not in text.replace("\r\n", "")


@pytest.mark.parametrize("type_", ["RPRT", "STAND", "STAT"])
def test_the_issue_of_what_has_no_issues_is_its_number(type_: str) -> None:
    # so bibutils writes the number of a report or a law
    (one,) = loads(f"TY  - {type_}\r\nTI  - T\r\nIS  - 7\r\nER  - \r\n")
    assert (one.number, one.issue) == ("7", "")


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        (Reference(PMID="25838374"), "UR  - PM:25838374\r\n"),
        (Reference(PMCID="PMC1"), "M2  - PMCID: PMC1\r\n"),
        (Reference(event_date=Date(2020, 5)), "M2  - event-date: 2020/05\r\n"),
        (Reference(type="article"), "M2  - Type: preprint\r\n"),
        (Reference(type="standard"), "M2  - Type: standard\r\n"),
        (Reference(type="interview"), "M2  - Type: interview\r\n"),
        (Reference(type="motion_picture", author=(Name("A", "B."),)), "M2  - author: A, B.\r\n"),
        (Reference(type="software", language="en"), "M2  - language: en\r\n"),
    ],
)
def test_what_arrives_whole_in_zotero_is_written_for_it_and_read_back(
    reference: Reference, line: str
) -> None:
    written = dumps([replace(reference, id="a")], zotero=True)
    assert line in written
    assert "U1  - " not in written
    assert loads(written) == [replace(reference, id="a")]


def test_the_isbn_comes_first_but_in_articles() -> None:
    both = Reference(id="a", type="book", ISBN="978-3-16-148410-0", ISSN="1234-5679")
    written = dumps([both])
    assert written.index("978-3-16-148410-0") < written.index("1234-5679")
    assert loads(written) == [both]


def test_the_pages_of_a_bill_stand_in_one_tag() -> None:
    assert "SP  - 7-12\r\n" in dumps([Reference(type="bill", page="7-12")])


def test_the_reporter_of_a_case_stands_where_zotero_and_endnote_have_it() -> None:
    case = Reference(id="a", type="legal_case", title="A v. B", container_title="US Reports")
    assert "A2  - US Reports\r\n" in dumps([case])
    assert loads(dumps([case])) == [case]


def test_a_year_zero_is_none_and_a_day_of_da_beats_y1() -> None:
    assert record("PY  - 0000").issued is None
    assert record("Y1  - 2019", "DA  - 2020/01/02").issued == Date(2020, 1, 2)


@pytest.mark.parametrize(
    "date",
    [
        Date(1988, end=Date(1992)),
        Date(2004, 6, circa=True),
        Date(2004, season=2),
        Date(2012, 10, 12, end=Date(2013, 1, 31)),
    ],
)
def test_dates_that_are_more_than_a_day_survive(date: Date) -> None:
    reference = Reference(id="a", issued=date, accessed=date)
    assert loads(dumps([reference])) == [reference]
    assert loads(dumps([reference], zotero=True)) == [reference]


def test_variables_of_csl_without_a_field_survive() -> None:
    reference = Reference(id="a", extra={"annote": "Ours", "volume-title": "V: a"})
    assert loads(dumps([reference])) == [reference]


def test_a_group_with_a_comma_has_one_for_zotero_and_two_for_endnote() -> None:
    reference = Reference(id="a", author=(Name(literal="The Consortium, and Co"),))
    assert "AU  - The Consortium,, and Co\r\n" in dumps([reference])
    assert "AU  - The Consortium, and Co\r\n" in dumps([reference], zotero=True)
