"""Every way a service can fail ends as Unavailable, in words, after no more requests than help."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry import Query, Registries
from cikrefs.web.service import ATTEMPTS
from tests.registry.conftest import FakeTime, Services, item, listing, message, only

SINGLE, LIST = "/crossref/works/10.1000/a", "/crossref/works"
RA = "/doi/ra/10.1000/a"
HTML = "<html><body><h1>504 Gateway Time-out</h1></body></html>"
CRASH = '{"status": "error", "message-type": "exception", "message": {"name": "clojure"}}'
DEEP = "[" * 100_000

# name: status, body, content type, requests it is worth, words of the message
FAULTS: dict[str, tuple[int, str | bytes, str, int, str]] = {
    "429": (429, "", "text/html", ATTEMPTS, "HTTP 429"),
    "429 as JSON": (
        429,
        '{"message": [{"message": "slow down"}]}',
        "application/json",
        ATTEMPTS,
        "HTTP 429",
    ),
    "500 with an object": (500, CRASH, "application/json", ATTEMPTS, "HTTP 500"),
    "500 with a string": (500, '{"message": "no"}', "application/json", ATTEMPTS, "HTTP 500"),
    "500 with null": (500, "null", "application/json", ATTEMPTS, "HTTP 500"),
    "503": (503, "", "text/plain", ATTEMPTS, "HTTP 503"),
    "504 with HTML": (504, HTML, "text/html", ATTEMPTS, "HTTP 504"),
    "401": (401, "", "text/plain", 1, "HTTP 401"),
    "403": (403, HTML, "text/html", 1, "HTTP 403"),
    "418": (418, "", "text/plain", 1, "HTTP 418"),
    "200 with HTML": (200, HTML, "text/html", ATTEMPTS, "not JSON"),
    "200 with HTML as JSON": (200, HTML, "application/json", ATTEMPTS, "not JSON"),
    "200 with nothing": (200, "", "application/json", ATTEMPTS, "not JSON"),
    "200 without end": (200, '{"status": "ok", "mess', "application/json", ATTEMPTS, "not JSON"),
    "200 in no encoding": (200, b'{"\xff', "application/json", ATTEMPTS, "not JSON"),
    "200 too deep": (200, DEEP, "application/json", 1, "JSON"),
}
FOREIGN = ["null", "[]", '"text"', "17", "{}", '{"message": null}', '{"message": []}']


@pytest.fixture(params=[SINGLE, LIST, RA])
def place(request: pytest.FixtureRequest, services: Services) -> tuple[str, list[str], int]:
    """Where something fails: its path, the DOIs that lead there, the requests before it."""
    path: str = request.param
    if path == RA:
        services.no_work("10.1000/a")
    dois = ["10.1000/a", "10.1000/b"] if path == LIST else ["10.1000/a"]
    return path, dois, 1 if path == RA else 0


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_in_words(
    fault: str,
    place: tuple[str, list[str], int],
    registries: Registries,
    httpserver: HTTPServer,
) -> None:
    status, body, content_type, requests, words = FAULTS[fault]
    path, dois, before = place
    httpserver.expect_request(path).respond_with_data(
        body, status=status, content_type=content_type
    )
    said = only(registries.look_up(dois))
    assert words in said
    assert f"tried {ATTEMPTS} times" in said or requests == 1
    assert len(httpserver.log) - before == requests


@pytest.mark.parametrize("body", FOREIGN)
def test_json_of_another_shape_is_no_answer(
    body: str, place: tuple[str, list[str], int], registries: Registries, httpserver: HTTPServer
) -> None:
    path, dois, before = place
    httpserver.expect_request(path).respond_with_data(body, content_type="application/json")
    assert only(registries.look_up(dois))
    assert len(httpserver.log) - before == 1


@pytest.mark.parametrize("body", ['{"message": {}}', '{"message": {"items": 1, "DOI": 2}}'])
def test_a_message_that_holds_no_record_is_no_answer(
    body: str, registries: Registries, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(SINGLE).respond_with_data(body, content_type="application/json")
    assert "no record" in only(registries.look_up(["10.1000/a"]))


FOREIGN_404 = {
    "HTML": ("<html>No such page here</html>", "text/html"),
    "HTML as JSON": ("<html>No such page here</html>", "application/json"),
    "words": ("404 page not found\n", "text/plain"),
    "a gateway's JSON": ('{"message": "no Route matched with those values"}', "application/json"),
    "JSON:API without status": ('{"errors": [{"title": "gone"}]}', "application/json"),
    "JSON:API of another status": ('{"errors": [{"status": "502"}]}', "application/json"),
    "errors of nothing": ('{"errors": []}', "application/json"),
    "nothing": ("", "text/plain"),
    "too deep": (DEEP, "application/json"),
}
NO_WORK, NO_DATA = "Resource not found.", '{"errors": [{"status": "404", "title": "gone"}]}'


@pytest.mark.parametrize("dois", [["10.1000/a"], ["10.1000/a", "10.1000/b"]])
@pytest.mark.parametrize("body", [*FOREIGN_404, "DataCite's"])
def test_a_404_that_is_not_crossrefs_is_no_answer(
    body: str, dois: list[str], registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    content, kind = FOREIGN_404.get(body, (NO_DATA, "application/json"))
    services.answer("/crossref/works", listing())
    for doi in dois:
        httpserver.expect_request(f"/crossref/works/{doi}").respond_with_data(
            content, status=404, content_type=kind
        )
        services.agency(doi, "Crossref")
    said = {str(answer) for answer in registries.look_up(dois).values()}
    assert said == {"Crossref did not answer: HTTP 404 NOT FOUND"}


@pytest.mark.parametrize("body", [*FOREIGN_404, "Crossref's"])
def test_a_404_that_is_not_datacites_is_no_answer(
    body: str, registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    content, kind = FOREIGN_404.get(body, (NO_WORK, "text/plain"))
    services.agency("10.1000/a", "DataCite")
    httpserver.expect_request("/datacite/dois/10.1000/a").respond_with_data(
        content, status=404, content_type=kind
    )
    assert only(registries.look_up(["10.1000/a"])) == "DataCite did not answer: HTTP 404 NOT FOUND"


@pytest.mark.parametrize("body", [NO_WORK, NO_DATA, '[{"DOI": "10.1000/a", "status": "no"}]'])
def test_no_404_of_doi_org_is_an_answer(
    body: str, registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    services.no_work("10.1000/a")
    httpserver.expect_request(RA).respond_with_data(body, status=404)
    assert only(registries.look_up(["10.1000/a"])) == "doi.org did not answer: HTTP 404 NOT FOUND"


def test_a_doi_that_crossref_registered_and_does_not_know_is_no_answer(
    registries: Registries, services: Services
) -> None:
    services.agency("10.1000/c", "Crossref")
    unavailable = registries.look_up(["10.1000/c"])["10.1000/c"]
    assert str(unavailable) == (
        "doi.org says that Crossref registered 10.1000/c, Crossref that it has no record of it;"
        " there is nothing to compare with"
    )
    assert isinstance(unavailable, Unavailable)


def test_a_list_without_records_in_it_is_no_answer(
    registries: Registries, httpserver: HTTPServer
) -> None:
    nonsense = message({"total-results": 1, "items": {}})
    httpserver.expect_request(LIST).respond_with_json(nonsense)
    assert "no list of records" in only(registries.look_up(["10.1000/a", "10.1000/b"]))


def test_an_answer_without_content_type_is_no_answer(
    registries: Registries, httpserver: HTTPServer
) -> None:
    def untyped(_: Request) -> Response:
        response = Response("{}")
        del response.headers["Content-Type"]
        return response

    httpserver.expect_request(SINGLE).respond_with_handler(untyped)
    assert only(registries.look_up(["10.1000/a"]))


@pytest.mark.parametrize("fault", ["429", "503", "200 with HTML", "200 without end"])
def test_a_fault_that_passes_costs_a_wait_and_no_answer(
    fault: str, registries: Registries, services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    status, body, content_type, _, _ = FAULTS[fault]
    httpserver.expect_oneshot_request(LIST).respond_with_data(
        body, status=status, content_type=content_type
    )
    services.works(item("10.1000/a"), item("10.1000/b"))
    answers = registries.look_up(["10.1000/a", "10.1000/b"])
    assert all(isinstance(answer, Record) for answer in answers.values())
    assert 0.5 <= sum(time.waits) <= 1.076  # the backoff and the pace together


def test_a_failed_batch_does_not_cost_the_next_one_and_is_asked_again(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    dois = [f"10.1000/{number}" for number in range(52)]
    for _ in range(ATTEMPTS):
        httpserver.expect_oneshot_request(LIST).respond_with_data("", status=500)
    services.works(*map(item, dois))
    answers = registries.look_up(dois)
    assert all(isinstance(answers[doi], Record) for doi in dois)
    assert len(services.asked) == ATTEMPTS + 2


@pytest.mark.parametrize("doi", ["10.1000/a", "10.1000/b"])
def test_a_single_doi_that_fails_does_not_cost_the_rest(
    doi: str, registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    services.works(item("10.1000/a"), item("10.1000/b"))
    httpserver.expect_request("/crossref/works/10.1000/c").respond_with_data("", status=500)
    answers = registries.look_up([doi, "10.1000/c"])
    assert isinstance(answers[doi], Record)
    assert isinstance(answers["10.1000/c"], Unavailable)


def test_the_service_says_how_long_to_wait(
    registries: Registries, services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    httpserver.expect_oneshot_request(SINGLE).respond_with_data(
        "", status=429, headers={"Retry-After": "3"}
    )
    services.works(item("10.1000/a"))
    assert isinstance(registries.look_up(["10.1000/a"])["10.1000/a"], Record)
    assert time.waits == [3.0]


@pytest.mark.parametrize("retry_after", ["120", "Fri, 31 Dec 2399 23:59:59 GMT"])
@pytest.mark.parametrize("dois", [["10.1000/a"], ["10.1000/a", "10.1000/b"]])
def test_a_wait_beyond_the_budget_is_not_waited_for(
    retry_after: str,
    dois: list[str],
    registries: Registries,
    httpserver: HTTPServer,
    time: FakeTime,
) -> None:
    path = SINGLE if len(dois) == 1 else LIST
    httpserver.expect_request(path).respond_with_data(
        "", status=429, headers={"Retry-After": retry_after}
    )
    assert "HTTP 429" in only(registries.look_up(dois))
    assert "not asked again" in only(registries.look_up(dois))
    assert time.waits == []
    assert len(httpserver.log) == 1


def test_a_huge_answer_is_not_swallowed(
    services: Services,
    registries: Registries,
    httpserver: HTTPServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cikrefs.web.fetch.LARGEST", 1000)
    services.no_work("10.1000/a")
    httpserver.expect_request(RA).respond_with_json([{"DOI": "10.1000/a", "RA": "x" * 2000}])
    assert "more than 1,000 bytes" in only(registries.look_up(["10.1000/a"]))


def test_an_outage_of_doi_org_costs_no_record_of_crossref(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    services.works(item("10.1000/b"), item("10.1000/c"))
    services.no_work("10.1000/a")
    httpserver.expect_request(RA).respond_with_data("", status=502)
    answers = registries.look_up(["10.1000/a", "10.1000/b", "10.1000/c"])
    assert isinstance(answers["10.1000/a"], Unavailable)
    assert isinstance(answers["10.1000/b"], Record)
    assert isinstance(answers["10.1000/c"], Record)


def test_a_search_after_a_failed_one_is_asked(
    registries: Registries, httpserver: HTTPServer
) -> None:
    for _ in range(ATTEMPTS):
        httpserver.expect_oneshot_request(LIST).respond_with_data("", status=500)
    httpserver.expect_request(LIST).respond_with_json(listing(item("10.1000/a")))
    with pytest.raises(Unavailable):
        registries.search(Query(title="anything"))
    assert [record.DOI for record in registries.search(Query(title="anything"))] == ["10.1000/a"]
