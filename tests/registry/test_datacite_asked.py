"""Several DOIs asked at DataCite together, and its search; all answers here are constructed."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry.datacite import BATCH, DataCite
from cikrefs.registry.query import Query
from cikrefs.web.service import Budget
from tests.registry.conftest import FakeTime, Services, settings

ARXIV = "10.48550/arXiv.1706.03762"
NOBODY = {"errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]}
HTML = "<html><body>We will be back soon.</body></html>"


def held(doi: str, title: str = "A title") -> dict[str, object]:
    return {"id": doi, "type": "dois", "attributes": {"doi": doi, "titles": [{"title": title}]}}


def listing(*items: object) -> dict[str, object]:
    return {"data": list(items), "meta": {"total": len(items)}}


@pytest.fixture
def datacite(httpserver: HTTPServer, time: FakeTime) -> DataCite:
    return DataCite(settings(httpserver), Budget(20), time.clock)


def queries(server: HTTPServer) -> list[str]:
    return [request.args.get("query", request.path) for request, _ in server.log]


def test_several_dois_are_one_question(datacite: DataCite, services: Services) -> None:
    services.answer("/datacite/dois", listing(held(ARXIV.lower()), held("10.5281/zenodo.1")))
    answers = datacite.records([ARXIV, "10.5281/ZENODO.1"])
    assert {doi: isinstance(answer, Record) for doi, answer in answers.items()} == {
        ARXIV: True,
        "10.5281/ZENODO.1": True,
    }
    assert queries(services.server) == [f'doi:"{ARXIV.lower()}" OR doi:"10.5281/zenodo.1"']


def test_what_a_list_leaves_out_is_asked_for_by_itself(
    datacite: DataCite, services: Services
) -> None:
    services.answer("/datacite/dois", listing(held("10.5281/zenodo.1")))
    services.answer("/datacite/dois/10.5281/zenodo.2", {"data": held("10.5281/zenodo.2")})
    services.answer("/datacite/dois/10.5281/zenodo.3", NOBODY, 404)
    services.server.expect_request("/datacite/dois/10.5281/zenodo.4").respond_with_data(
        HTML, status=404, content_type="text/html"
    )
    answers = datacite.records([f"10.5281/zenodo.{number}" for number in (1, 2, 3, 4)])
    assert [type(answer) for answer in answers.values()] == [
        Record,
        Record,
        type(None),
        Unavailable,  # a page is no absence
    ]


def test_many_dois_are_asked_in_pieces(
    datacite: DataCite, services: Services, time: FakeTime
) -> None:
    dois = [f"10.5281/zenodo.{number}" for number in range(BATCH + 2)]
    services.answer("/datacite/dois", listing(*map(held, dois)))
    assert all(isinstance(answer, Record) for answer in datacite.records(dois).values())
    assert len(services.asked) == 2
    assert time.waits == [pytest.approx(1.075 / 1.5)]


def test_a_list_that_does_not_come_is_no_answer_for_all_in_it(
    datacite: DataCite, services: Services
) -> None:
    services.answer("/datacite/dois", {"meta": {}})
    answers = datacite.records(["10.5281/zenodo.1", "10.5281/zenodo.2"])
    assert all(isinstance(answer, Unavailable) for answer in answers.values())
    assert len(services.asked) == 1


def test_a_quote_in_a_doi_ends_no_phrase(datacite: DataCite, services: Services) -> None:
    services.answer("/datacite/dois", listing(held('10.5555/a"b'), held("10.5555/c")))
    datacite.records(['10.5555/a"b', "10.5555/c"])
    assert queries(services.server) == ['doi:"10.5555/a\\"b" OR doi:"10.5555/c"']


def test_a_search_asks_for_all_words_then_for_any_with_author_and_year(
    datacite: DataCite, services: Services
) -> None:
    services.answer("/datacite/dois", listing())
    query = Query(title="A malaria agent in African apes?", author="Ollomo", year=2011)
    assert datacite.search(query, 5) == []
    assert queries(services.server) == [
        "titles.title:(malaria AND agent AND african AND apes)",
        (
            "titles.title:(malaria OR agent OR african OR apes)"
            ' AND (creators.familyName:"Ollomo" OR creators.name:"Ollomo")'
            " AND publicationYear:[2010 TO 2012]"
        ),
    ]


def test_a_search_ends_with_the_first_hits(datacite: DataCite, services: Services) -> None:
    services.answer("/datacite/dois", listing(held("10.5061/dryad.1", "A malaria agent")))
    (found,) = datacite.search(Query(title="A malaria agent", author="Ollomo", year=2011), 5)
    assert (found.DOI, found.title, found.agency) == (
        "10.5061/dryad.1",
        ("A malaria agent",),
        "DataCite",
    )
    assert len(services.asked) == 1


def test_operators_and_signs_in_a_title_are_words_or_nothing(
    datacite: DataCite, services: Services
) -> None:
    services.answer("/datacite/dois", listing())
    datacite.search(Query(title='Cats AND (dogs) OR "mice"* ~rats: {x'), 5)
    assert queries(services.server) == ["titles.title:(cats AND dogs AND mice AND rats)"]


def test_nothing_to_search_for_asks_nobody(datacite: DataCite, services: Services) -> None:
    assert datacite.search(Query(title="The", author="Doe"), 5) == []
    assert services.asked == []


def test_too_many_questions_are_asked_again_after_the_wait_it_names(
    datacite: DataCite, services: Services, time: FakeTime
) -> None:
    refusals = iter([429])

    def answer(_: Request) -> Response:
        if next(refusals, None):
            return Response("{}", 429, {"Retry-After": "3"})
        return Response('{"data": []}', 200, content_type="application/json")

    services.server.expect_request("/datacite/dois").respond_with_handler(answer)
    assert datacite.search(Query(title="A malaria agent"), 5) == []
    assert len(services.asked) == 2
    assert 3.0 in time.waits
