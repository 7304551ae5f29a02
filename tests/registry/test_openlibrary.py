"""Open Library, as a stand-in answers; all its answers are constructed, after real shapes."""

from __future__ import annotations

import json

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from cikrefs.errors import Unavailable
from cikrefs.models import Date, Name, Record
from cikrefs.registry.openlibrary import BATCH, OpenLibrary, edition_record, work_record
from cikrefs.registry.query import Query
from cikrefs.web.fields import name_of
from cikrefs.web.service import Budget
from tests.registry.conftest import FakeTime, settings

BOOKS, SEARCH = "/openlibrary/api/books", "/openlibrary/search.json"
ISBN, ISBN10 = "9782070427796", "207042779X"
EDITION = {
    "key": "/books/OL1M",
    "title": "Les ombres",
    "subtitle": "un roman",
    "authors": [{"name": "Pascal Quignard"}, {"name": ""}],
    "identifiers": {"isbn_10": [ISBN10], "openlibrary": ["OL1M"]},
    "publishers": [{"name": "Gallimard"}, {"name": "Another"}],
    "publish_places": [{"name": "Paris"}],
    "publish_date": "December 2002",
    "number_of_pages": 188,
}


@pytest.fixture
def library(httpserver: HTTPServer, time: FakeTime) -> OpenLibrary:
    return OpenLibrary(settings(httpserver), Budget(20), time.clock)


def test_an_edition_becomes_a_record() -> None:
    assert edition_record(EDITION) == Record(
        agency="Open Library",
        type="book",
        title=("Les ombres: un roman", "Les ombres"),
        author=(Name("Quignard", "Pascal"),),
        issued=(Date(2002, 12),),
        publisher="Gallimard",
        ISBN=(ISBN,),
    )


def test_an_edition_has_its_work_for_a_reference_manager() -> None:
    work = edition_record(EDITION, whole=True).work
    assert work is not None
    assert (work.type, work.title, work.ISBN) == ("book", "Les ombres: un roman", ISBN)
    assert (work.publisher, work.publisher_place, work.number_of_pages) == (
        "Gallimard",
        "Paris",
        "188",
    )


def test_the_people_of_an_edited_volume_are_its_editors() -> None:
    record = edition_record({**EDITION, "by_statement": "Edited by Pascal Quignard."})
    assert (record.author, record.editor) == ((), (Name("Quignard", "Pascal"),))


@pytest.mark.parametrize(
    ("said", "issued"),
    [
        ("2002", (Date(2002),)),
        ("Jul 11, 2007", (Date(2007, 7, 11),)),
        ("c1998", (Date(1998),)),
        ("1954-1956", (Date(1954), Date(1956))),
        ("unknown", ()),
        (None, ()),
    ],
)
def test_the_date_of_an_edition_is_free_text(said: object, issued: tuple[Date, ...]) -> None:
    assert edition_record({**EDITION, "publish_date": said}).issued == issued


def test_a_work_has_the_years_and_numbers_of_all_its_editions() -> None:
    found = {
        "title": "Capitalism and freedom",
        "author_name": ["Milton Friedman"],
        "first_publish_year": 1962,
        "publish_year": [1982, 1962],
        "publisher": ["A Press", "Another"],
        "isbn": [ISBN10, ISBN, "123"],
        "edition_count": 2,
    }
    record = work_record(found, whole=True)
    assert (record.issued, record.ISBN) == ((Date(1962), Date(1982)), (ISBN,))
    assert record.work is not None
    assert (record.work.issued, record.work.ISBN, record.work.publisher) == (None, "", "")
    only = work_record({**found, "edition_count": 1, "publish_year": [1962]}, whole=True).work
    assert only is not None
    assert (only.issued, only.ISBN, only.publisher) == (Date(1962), ISBN, "A Press")


def test_an_isbn_is_asked_for_in_both_its_forms_and_answered_as_given(
    library: OpenLibrary, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(BOOKS).respond_with_json({f"ISBN:{ISBN10}": EDITION})
    answers = library.records([ISBN, "9791034904914"])
    assert [getattr(answer, "title", None) for answer in answers.values()] == [
        ("Les ombres: un roman", "Les ombres"),
        None,
    ]
    (request, _) = httpserver.log[0]
    assert request.args["bibkeys"] == f"ISBN:{ISBN},ISBN:{ISBN10},ISBN:9791034904914"
    assert (request.args["jscmd"], request.args["format"]) == ("data", "json")


def test_an_isbn_of_a_wrong_check_digit_is_not_sent(
    library: OpenLibrary, httpserver: HTTPServer
) -> None:
    assert library.records(["9782070427797"]) == {"9782070427797": None}
    assert httpserver.log == []


def test_an_answer_about_another_isbn_than_was_asked_for_is_no_absence(
    library: OpenLibrary, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(BOOKS).respond_with_json({"ISBN:9781934356005": EDITION})
    answer = library.records([ISBN])[ISBN]
    assert str(answer) == "Open Library answered about another ISBN than was asked for"


def test_an_edition_of_another_isbn_is_no_answer(
    library: OpenLibrary, httpserver: HTTPServer
) -> None:
    other = {**EDITION, "identifiers": {"isbn_13": ["9781934356005"]}}
    httpserver.expect_request(BOOKS).respond_with_json({f"ISBN:{ISBN}": other})
    answer = library.records([ISBN])[ISBN]
    assert str(answer) == "Open Library answered about another ISBN, 9781934356005"


def test_an_edition_without_numbers_is_believed(
    library: OpenLibrary, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(BOOKS).respond_with_json({f"ISBN:{ISBN}": {"title": "Les ombres"}})
    assert isinstance(library.records([ISBN])[ISBN], Record)


def valid_isbns(count: int) -> list[str]:
    from stdnum import ean

    bodies = [f"97910{number:07d}" for number in range(count)]
    return [f"{body}{ean.calc_check_digit(body)}" for body in bodies]


@pytest.mark.parametrize(("mailto", "pause"), [(None, 1.075), ("jane@example.org", 1.075 / 3)])
def test_many_are_asked_in_pieces_at_a_pace(
    httpserver: HTTPServer, time: FakeTime, mailto: str | None, pause: float
) -> None:
    httpserver.expect_request(BOOKS).respond_with_json({})
    library = OpenLibrary(settings(httpserver, mailto), Budget(20), time.clock)
    assert set(library.records(valid_isbns(BATCH + 1)).values()) == {None}
    assert time.waits == [pytest.approx(pause)]


@pytest.mark.parametrize(
    "content",
    [
        "<html><body>Not now</body></html>",
        '{"status": 429, "message": "Too Many Requests."}',
        '{"error": "notfound"}',
        "[]",
        "",
    ],
)
def test_whatever_is_no_answer_is_no_absence(
    library: OpenLibrary, httpserver: HTTPServer, content: str
) -> None:
    for path in (BOOKS, SEARCH):
        httpserver.expect_request(path).respond_with_data(content)
    assert isinstance(library.records([ISBN])[ISBN], Unavailable)
    with pytest.raises(Unavailable):
        library.search(Query(title="Les ombres"), 5)


def test_a_refusal_for_its_robots_is_no_absence(
    library: OpenLibrary, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(BOOKS).respond_with_data("<html></html>", 403)
    assert "HTTP 403" in str(library.records([ISBN])[ISBN])


def test_a_search_names_title_and_author_and_what_it_wants_back(
    library: OpenLibrary, httpserver: HTTPServer
) -> None:
    answers = iter([{"numFound": 0, "docs": []}, {"numFound": 1, "docs": [{"title": "Ombres"}]}])
    httpserver.expect_request(SEARCH).respond_with_handler(
        lambda _: Response(json.dumps(next(answers)))
    )
    found = library.search(Query(title="Les ombres: (un roman)", author="Quignard"), 5)
    assert [record.title for record in found] == [("Ombres",)]
    sent = [request.args for request, _ in httpserver.log]
    assert [(args["title"], args.get("author")) for args in sent] == [
        ("les ombres un roman", "Quignard"),
        ("les ombres un roman", None),
    ]
    assert {"isbn", "publisher", "publish_year"} <= set(sent[0]["fields"].split(","))


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Pascal Quignard", Name("Quignard", "Pascal")),
        ("Philippe van Parijs", Name("van Parijs", "Philippe")),
        ("Howell, David", Name("Howell", "David")),
        ("Oakes, James.", Name("Oakes", "James")),
        ("F. H. Buckley", Name("Buckley", "F. H.")),
        ("Lane", Name(literal="Lane")),
        ("United States Geological Survey", Name(literal="United States Geological Survey")),
        ("Congress (1986 Napa)", Name(literal="Congress (1986 Napa)")),
        ("Rand, McNally, and Company", Name(literal="Rand, McNally, and Company")),
    ],
)
def test_a_name_in_either_order_is_a_persons_or_a_groups(said: str, name: Name) -> None:
    assert name_of(said) == name
