"""Each field, row by row: what is printed, what is registered, what is found."""

from __future__ import annotations

from typing import Any

import pytest

from cikrefs.checks.agreement import Agreement
from cikrefs.checks.compare import (
    COMPARISONS,
    author,
    is_preprint,
    is_proceedings,
    issue,
    journal,
    page,
    title,
    volume,
    year,
)
from cikrefs.models import OTHERS, Date, Name, Record, Reference
from tests.checks.build import record, reference

AGREE = (True, "", "", "", "error")
SILENT = (None, "", "", "", "error")


def seen(found: Agreement) -> tuple[bool | None, str, str, str, str]:
    return found.agrees, found.printed, found.registered, found.message, found.severity


@pytest.mark.parametrize(
    ("field", "rule", "name", "printed", "registered"),
    [
        ("title", "title-differs", "Title", "Mice", "Mice of old"),
        ("author", "author-differs", "Authors", "Lee, A. B.; et al.", "Lee, Anna Beth; Poe, E."),
        ("issued", "year-differs", "Year", "2019", "2018 or 2019"),
        ("container_title", "journal-differs", "Journal", "J Cell", "Journal of Cells"),
        ("volume", "volume-differs", "Volume", "12", "13"),
        ("issue", "issue-differs", "Issue", "3", "4"),
        ("page", "page-differs", "Pages", "145-52", "145-152 or e7"),
    ],
)
def test_a_row_of_the_table_shows_its_field_as_people_read_it(
    field: str, rule: str, name: str, printed: str, registered: str
) -> None:
    (row,) = (row for row in COMPARISONS if row.field == field)
    one = Reference(
        title="Mice",
        author=(Name("Lee", "A. B."), OTHERS),
        issued=Date(2019, 5),
        container_title="J Cell",
        volume="12",
        issue="3",
        page="145-52",
    )
    held = Record(
        DOI="10.5555/1",
        title=("Mice of old", "Mice"),
        author=(Name("Lee", "Anna Beth"), Name("Poe", "E.")),
        issued=(Date(2019, 3), Date(2018, 12), Date(2019)),
        container_title=("Journal of Cells", "J Cells"),
        volume="13",
        issue="4",
        page=("145-152", "e7"),
    )
    assert (row.rule, row.name) == (rule, name)
    assert (row.printed(one), row.registered(held)) == (printed, registered)
    assert (row.printed(Reference()), row.registered(Record(DOI="10.5555/1"))) == ("", "")


def test_editors_short_names_and_numbers_stand_for_what_is_not_there() -> None:
    rows = {row.field: row for row in COMPARISONS}
    people = (Name("Lee", "A. B."),)
    one = Reference(editor=people, container_title_short="J Cell", number="e7")
    assert rows["author"].printed(one) == "Lee, A. B."
    assert rows["author"].registered(Record(DOI="10.5555/1", editor=people)) == "Lee, A. B."
    assert rows["container_title"].printed(one) == "J Cell"
    assert rows["page"].printed(one) == "e7"


@pytest.mark.parametrize(
    ("printed", "registered", "found"),
    [
        ("Mice", ("Rats", "Rats: a study"), (False, "Mice", "Rats", "", "error")),
        ("", ("Rats",), SILENT),
        ("Rats", (), SILENT),
        ("Old rats", ("Old rats: a study",), AGREE),
        ("Old rats: a study", ("Old rats",), AGREE),
    ],
)
def test_titles(printed: str, registered: tuple[str, ...], found: object) -> None:
    assert seen(title(reference(title=printed), record(title=registered))) == found


LEE, POE = Name("Lee", "A."), Name("Poe", "E.")


@pytest.mark.parametrize(
    ("printed", "registered", "agrees"),
    [
        ({"author": (LEE,)}, {"author": (LEE,)}, True),
        ({"author": (), "editor": (LEE,)}, {"author": (POE,), "editor": (LEE,)}, True),
        ({"author": (), "editor": (LEE,)}, {"author": (LEE,), "editor": ()}, True),
        ({"author": (), "editor": (LEE,)}, {"author": (LEE,), "editor": (POE,)}, False),
        ({"author": (LEE,), "editor": (POE,)}, {"author": (LEE,)}, True),
        ({"author": (LEE,)}, {"author": (), "editor": (POE,)}, None),
        ({"author": (), "editor": ()}, {"author": (LEE,)}, None),
    ],
)
def test_editors_are_compared_where_no_authors_are_printed(
    printed: dict[str, Any], registered: dict[str, Any], agrees: bool | None
) -> None:
    assert author(reference(**printed), record(**registered)).agrees is agrees


@pytest.mark.parametrize(
    ("doi", "years", "severity"),
    [
        ("10.1001/archderm.1980.1", (1980,), "note"),
        ("10.1001/archderm.1980.1", (2012, 1980), "note"),
        ("10.1093/nar/28.1.235", (2000,), "note"),
        ("10.1093/nar/28.1.235", (2009,), "note"),
        ("10.1093/nar/28.1.235", (2010,), "warning"),
        ("10.1093/nar/28.1.235", (), "warning"),
        ("10.1016/j.nar.2000.1", (2000,), "warning"),
    ],
)
def test_the_first_author_alone_is_a_note_where_the_publisher_deposited_no_other(
    doi: str, years: tuple[int, ...], severity: str
) -> None:
    held = record(DOI=doi, issued=tuple(Date(one) for one in years), author=(LEE,))
    found = author(reference(author=(LEE, POE)), held)
    assert (found.message, found.severity) == ("only the first author is registered", severity)


PREPRINT, ARTICLE = {"type": "article", "container_title": "bioRxiv"}, {"type": "article-journal"}


@pytest.mark.parametrize(
    ("printed", "kind", "years", "agrees"),
    [
        ({"issued": Date(2019), **ARTICLE}, "article-journal", (2019,), True),
        ({"issued": Date(2019), **ARTICLE}, "article-journal", (2021, 2019), True),
        ({"issued": Date(2020), **ARTICLE}, "article-journal", (2021, 2019), False),
        ({"issued": None, **ARTICLE}, "article-journal", (2019,), None),
        ({"issued": Date(2019), **ARTICLE}, "article-journal", (), None),
        ({"issued": Date(2017), **PREPRINT}, "article-journal", (2018, 2020), None),
        ({"issued": Date(2017), **PREPRINT}, "article-journal", (2018, 2021), False),
        ({"issued": Date(2017), **PREPRINT}, "article", (2018,), False),
        ({"issued": Date(2021), **ARTICLE}, "article", (2018, 2019), None),
        ({"issued": Date(2021), **ARTICLE}, "article", (2017, 2019), False),
        ({"issued": Date(2016), **ARTICLE}, "article", (2017, 2019), False),
    ],
)
def test_years(
    printed: dict[str, Any], kind: str, years: tuple[int, ...], agrees: bool | None
) -> None:
    held = record(type=kind, issued=tuple(Date(one) for one in years))
    assert year(reference(**printed), held).agrees is agrees


def test_a_year_that_differs_is_shown_beside_all_that_are_registered() -> None:
    held = record(issued=(Date(2021), Date(2019), Date(2021)))
    found = seen(year(reference(issued=Date(2012)), held))
    assert found == (False, "2012", "2019 or 2021", "", "error")


def test_the_year_in_the_name_of_a_conference_counts_and_that_of_a_journal_does_not() -> None:
    held: dict[str, Any] = {"container_title": ("Proc. 2018 Symposium on Mice",)}
    one = reference(issued=Date(2018))
    paper = record(type="paper-conference", issued=(Date(2020),), **held)
    article = record(type="article-journal", issued=(Date(2020),), **held)
    assert year(one, paper).agrees is True
    assert year(one, article).agrees is False


BOOK = "Cell Therapy of Old Mice"
PROCEEDINGS = "Proceedings of the Symposium on Mouse Genetics (SMG)"


CELLS, LNCS = "Journal of Cellular Therapy", "Lecture Notes in Computer Science"
GENES = "Studies of Murine Genes"
SHORT, PAPER, JOURNAL = "J Cell Ther", "paper-conference", "article-journal"


@pytest.mark.parametrize(
    ("printed", "kind", "registered", "agrees"),
    [
        ({"container_title": ""}, JOURNAL, (CELLS,), None),
        ({"container_title": SHORT}, JOURNAL, (), None),
        ({"container_title": SHORT}, JOURNAL, (CELLS,), True),
        ({"container_title": "Rat Rep"}, JOURNAL, (CELLS,), "error"),
        ({"container_title": "", "container_title_short": SHORT}, JOURNAL, (CELLS,), True),
        ({"container_title": "", "collection_title": SHORT}, JOURNAL, (CELLS,), None),
        ({"container_title": "Rat Rep", "container_title_short": SHORT}, JOURNAL, (CELLS,), True),
        ({"container_title": "Rat Rep", "collection_title": SHORT}, JOURNAL, (CELLS,), True),
        ({"container_title": "Rat Rep", "event_title": SHORT}, JOURNAL, (CELLS,), True),
        ({"container_title": "bioRxiv"}, JOURNAL, (CELLS,), None),
        ({"container_title": "bioRxiv"}, "article", (CELLS,), "error"),
        ({"container_title": "Rat Rep"}, "article", (CELLS,), None),
        ({"container_title": "SMG"}, PAPER, (PROCEEDINGS,), True),
        ({"container_title": "SMG"}, "chapter", (PROCEEDINGS,), True),
        ({"container_title": "SMG", "type": "chapter"}, JOURNAL, (GENES,), True),
        ({"container_title": "Proc. Rats", "type": "chapter"}, "chapter", (BOOK,), "warning"),
        ({"container_title": "Proc. Rats"}, JOURNAL, (BOOK,), "error"),
        ({"container_title": "Rat Rep", "type": PAPER}, JOURNAL, (CELLS,), "warning"),
        ({"container_title": BOOK, "type": "chapter"}, "chapter", (LNCS,), None),
        ({"container_title": BOOK}, "chapter", (LNCS, PROCEEDINGS), "error"),
        ({"container_title": "Proc. Rats"}, "chapter", (LNCS,), None),
    ],
)
def test_journals_books_and_conferences(
    printed: dict[str, str], kind: str, registered: tuple[str, ...], agrees: bool | str | None
) -> None:
    one = reference(**{"type": "article-journal", **printed})
    found = journal(one, record(type=kind, container_title=registered))
    assert (found.severity if found.agrees is False else found.agrees) == agrees


def test_a_journal_that_differs_is_shown_by_its_first_names() -> None:
    one = reference(container_title="Mouse Rep", container_title_short="Rep")
    held = record(container_title=("Journal of Cellular Therapy", "J Cell Ther"))
    found = seen(journal(one, held))
    assert found == (False, "Mouse Rep", "Journal of Cellular Therapy", "", "error")


@pytest.mark.parametrize(
    ("kind", "names", "proceedings"),
    [
        ("paper-conference", ("Mouse Reports",), True),
        ("paper-conference", (), True),
        ("article-journal", (PROCEEDINGS,), False),
        ("chapter", (PROCEEDINGS,), True),
        ("chapter", (BOOK, PROCEEDINGS), True),
        ("chapter", ("Lecture Notes in Computer Science",), True),
        ("chapter", (BOOK,), False),
        ("chapter", (), False),
    ],
)
def test_what_is_a_paper_of_a_conference(
    kind: str, names: tuple[str, ...], proceedings: bool
) -> None:
    assert is_proceedings(record(type=kind, container_title=names)) is proceedings


@pytest.mark.parametrize(
    ("work", "preprint"),
    [
        (record(type="article"), True),
        (record(type="article-journal"), False),
        (record(container_title=("SSRN Electronic Journal", "SSRN J")), True),
        (record(type="dataset", DOI="10.48550/arXiv.2305.01234"), True),
        (reference(type="article", container_title=""), True),
        (reference(type="article", container_title="Mouse Reports"), False),
        (reference(type="article-journal", container_title=""), False),
        (reference(container_title="medRxiv"), True),
        (reference(container_title="CoRR abs/2305.01234"), True),
        (reference(container_title="Mouse Reports", collection_title="SSRN Papers"), True),
        (reference(container_title="Mouse Reports", publisher="Research Square"), True),
        (reference(container_title="Mouse Reports", publisher="Elsevier"), False),
    ],
)
def test_what_is_a_preprint(work: Reference | Record, preprint: bool) -> None:
    assert is_preprint(work) is preprint


@pytest.mark.parametrize(
    ("printed", "registered", "agrees"),
    [
        ("12", "12", True),
        ("12", "21", False),
        ("12", "", None),
        ("", "12", None),
        ("1", "10", False),
        ("10", "1", False),
        ("100", "1", False),
        ("012", "12", True),
        ("12-13", "12", True),
        ("12", "12-13", True),
        ("13", "12-13", True),
        ("1", "12-13", False),
        ("2/3", "2-3", True),
        ("(3)", "3", True),
        ("Nov", "11", None),
        ("11", "November", None),
        ("Spring", "2", None),
        ("2", "Winter", None),
        ("Suppl. 1", "S1", True),
        ("Supplement 2", "suppl_2", True),
        ("Suppl 2", "S1", False),
        ("Suppl", "S", True),
        ("Part 2", "pt2", True),
        ("Pt. 2", "Part 2", True),
        ("Part 2", "Part 3", False),
        ("Vol. 12", "12", True),
        ("Volume 12", "12", True),
        ("Vol. 12", "12-13", True),
        ("No. 3", "2-3", True),
        ("No. 3", "3", True),
        ("Number 3", "3", True),
        ("Issue 3", "3", True),
        ("A12", "a12", True),
        ("A12", "B12", False),
    ],
)
def test_volumes_and_issues_agree_as_numbers(
    printed: str, registered: str, agrees: bool | None
) -> None:
    difference = (False, printed, registered, "", "error") if agrees is False else (agrees,)
    for found in (
        volume(reference(volume=printed, issue=""), record(volume=registered)),
        issue(reference(issue=printed, volume=""), record(issue=registered, volume="")),
    ):
        assert seen(found)[: len(difference)] == difference


DAY = "27 is the day of publication (2023-02-27)"


@pytest.mark.parametrize(
    ("printed", "registered", "of_volume", "of_issue"),
    [
        (
            ("27", "16"),
            ("16", ""),
            (False, "27", "16", "the registered volume is 16; " + DAY, "error"),
            (False, "16", "", "16 is the registered volume; no issue is registered", "error"),
        ),
        (
            ("99", "16"),
            ("16", ""),
            (False, "99", "16", "the registered volume is 16; printed as issue", "error"),
            (False, "16", "", "16 is the registered volume; no issue is registered", "error"),
        ),
        (("27", "16"), ("16", "4"), None, (False, "16", "4", "", "error")),
        (("16", "3"), ("16", ""), AGREE, SILENT),
        (("16", "3"), ("16", "3"), AGREE, AGREE),
        (("17", "3"), ("16", ""), (False, "17", "16", "", "error"), SILENT),
        (("", ""), ("16", ""), SILENT, SILENT),
    ],
)  # fmt: skip
def test_a_volume_that_is_printed_as_issue_is_said_to_be(
    printed: tuple[str, str], registered: tuple[str, str], of_volume: object, of_issue: object
) -> None:
    one = reference(volume=printed[0], issue=printed[1], issued=Date(2023))
    held = record(volume=registered[0], issue=registered[1], issued=(Date(2023), Date(2023, 2, 27)))
    if of_volume is not None:
        assert seen(volume(one, held)) == of_volume
    assert seen(issue(one, held)) == of_issue


@pytest.mark.parametrize(
    ("printed", "registered", "agrees"),
    [
        ("145-152", ("145-152",), True),
        ("145-52", ("145-152",), True),
        ("145-2", ("145-152",), False),
        ("12-5", ("12-15",), True),
        ("95-103", ("95-103",), True),
        ("145", ("145-152",), True),
        ("145-152", ("145",), True),
        ("146-152", ("145",), False),
        ("145-152", ("145-153",), False),
        ("145-152", ("7-9", "145-152"), True),
        ("p. 145", ("145",), True),
        ("pp 145-152", ("145-152",), True),
        ("145, 150", ("145",), True),
        ("145.", ("145",), True),
        ("e 70497", ("e70497",), True),
        ("145; 150", ("145",), True),
        ("145+150", ("145",), True),
        ("0012", ("12",), True),
        ("e0012", ("12",), True),
        ("e12", ("120",), False),
        ("E12", ("e12",), True),
        ("S12", ("12",), False),
        ("100", ("1",), False),
        ("xii", ("XII-XV",), True),
        ("xii", ("xiv",), False),
        ("abc", ("145",), None),
        ("", ("145",), None),
        ("145", (), None),
        ("145", ("n/a",), None),
        ("145", ("n/a", "146"), False),
        ("1-12", ("e70497",), None),
        ("1-12", ("70497", "70498"), None),
        ("1-12", ("6-17",), False),
        ("1-12", ("e70497", "6-17"), False),
        ("1", ("e70497",), False),
        ("2-12", ("e70497",), False),
    ],
)
def test_pages(printed: str, registered: tuple[str, ...], agrees: bool | None) -> None:
    assert page(reference(page=printed), record(page=registered)).agrees is agrees


@pytest.mark.parametrize(
    ("printed", "registered", "agrees"),
    [
        ("1491", ("1-10",), True),
        ("1491", ("1-10", "1-12"), True),
        ("e1491", ("1-10",), True),
        ("149", ("1-10",), False),
        ("1941", ("1-10",), False),
        ("1491", ("2-10",), False),
        ("1491", ("1-10", "2-10"), False),
    ],
)
def test_an_article_number_of_four_digits_is_known_by_the_doi(
    printed: str, registered: tuple[str, ...], agrees: bool
) -> None:
    held = record(DOI="10.5555/2014/14-91", page=registered)
    assert page(reference(page=printed), held).agrees is agrees


@pytest.mark.parametrize(
    ("printed", "registered", "severity"),
    [
        ("145-152", ("145-145",), "warning"),
        ("145-152", ("7", "145-145"), "warning"),
        ("145-152", ("145-146",), "error"),
        ("146-152", ("145-145",), "error"),
        ("145-152", ("145-152e", "146"), "error"),
    ],
)
def test_a_record_that_may_lack_the_last_page_makes_a_warning(
    printed: str, registered: tuple[str, ...], severity: str
) -> None:
    found = page(reference(page="", number=printed), record(page=registered))
    assert seen(found) == (False, printed, " or ".join(registered), "", severity)
