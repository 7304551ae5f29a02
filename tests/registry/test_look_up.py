"""Which service is asked what, and which of the three answers comes of it."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer

from cikrefs.errors import Unavailable
from cikrefs.models import Name, Record
from cikrefs.registry import Registries
from tests.registry.conftest import Services, item, listing, message

ODD = [
    "10.1000/with#hash",
    "10.1000/with?question=mark&and",
    "10.1000/with%25percent",
    "10.1002/(sici)1096-8644(199601)99:1<1::aid-ajpa1>3.0.co;2-1",
    "10.1000/with+plus",
    "10.1000/slash/",
]

NOT_THERE = {
    "errors": [{"status": "404", "title": "The resource you are looking for doesn't exist."}]
}
"""What DataCite says of a DOI it shows nothing of."""


def title(answer: object) -> str:
    assert isinstance(answer, Record), answer
    return answer.title[0]


def test_a_clean_list_costs_one_request(registries: Registries, services: Services) -> None:
    dois = [f"10.1000/{number}" for number in range(18)]
    services.works(*map(item, dois))
    answers = registries.look_up(dois)
    assert [title(answer) for answer in answers.values()] == [f"The title of {doi}" for doi in dois]
    assert len(services.asked) == 1


def test_answers_stand_under_the_dois_as_given_whatever_their_case(
    registries: Registries, services: Services
) -> None:
    services.works(item("10.1000/abc"), item("10.1000/DEF"))
    answers = registries.look_up(["10.1000/ABC", "10.1000/def", "10.1000/ABC"])
    assert list(answers) == ["10.1000/ABC", "10.1000/def"]
    assert title(answers["10.1000/ABC"]) == "The title of 10.1000/abc"
    assert title(answers["10.1000/def"]) == "The title of 10.1000/DEF"


def test_no_dois_cost_no_request(registries: Registries, services: Services) -> None:
    assert registries.look_up([]) == {}
    assert registries.known([]) == {}
    assert services.asked == []


def test_progress_counts_the_answers_up_to_all(registries: Registries, services: Services) -> None:
    services.works(item("10.1000/a"), item("10.1000/b"))
    services.nothing("10.1000/c")
    seen: list[int] = []
    registries.look_up(["10.1000/a", "10.1000/b", "10.1000/c"], seen.append)
    assert seen == [1, 2, 3]


def test_more_dois_than_a_batch_holds_are_asked_in_several(
    registries: Registries, services: Services
) -> None:
    dois = [f"10.1000/{number}" for number in range(101)]
    services.works(*map(item, dois))
    assert len(registries.look_up(dois)) == 101
    assert len(services.asked) == 3  # 50, 50, and 1 singly


def test_no_request_line_reaches_4096_bytes(registries: Registries, services: Services) -> None:
    dois = [f"10.1000/{'<long>' * 30}{number}" for number in range(20)]
    services.works(*map(item, dois))
    assert None not in registries.look_up(dois).values()
    assert 1 < len(services.asked) < 20
    assert max(len(f"GET {path} HTTP/1.1") for path in services.asked) < 4096


@pytest.mark.parametrize("doi", [*ODD, "10.1000/avec-é-中"])
def test_an_odd_doi_is_asked_singly_as_itself(
    doi: str, registries: Registries, services: Services
) -> None:
    services.works(item(doi))
    assert title(registries.look_up([doi])[doi]) == f"The title of {doi}"


def test_odd_dois_are_asked_in_one_batch(registries: Registries, services: Services) -> None:
    services.works(*map(item, ODD))
    answers = registries.look_up(ODD)
    assert [title(answer) for answer in answers.values()] == [f"The title of {doi}" for doi in ODD]
    assert len(services.asked) == 1


def test_a_doi_with_a_comma_is_asked_singly(registries: Registries, services: Services) -> None:
    dois = ["10.1000/a", "10.1000/with,comma", "10.1000/b"]
    services.works(*map(item, dois))
    answers = registries.look_up(dois)
    assert [title(answer) for answer in answers.values()] == [f"The title of {doi}" for doi in dois]
    assert sum("filter=" in path for path in services.asked) == 1


def test_a_doi_that_cannot_be_written_costs_no_other(
    registries: Registries, services: Services
) -> None:
    services.works(item("10.1000/a"), item("10.1000/b"))
    services.nothing("10.1000/?")
    answers = registries.look_up(["10.1000/a", "10.1000/\ud800", "10.1000/b"])
    assert [type(answer) for answer in answers.values()] == [Record, Unavailable, Record]


def test_a_batch_that_is_refused_is_asked_singly(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    services.answer("/crossref/works/10.1000/a", message(item("10.1000/a")))
    services.nothing("10.1000/odd")
    refusal = [{"type": "doi-not-valid", "value": "10.1000/odd", "message": "odd"}]
    httpserver.expect_request("/crossref/works").respond_with_json(
        {"status": "failed", "message-type": "validation-failure", "message": refusal}, 400
    )
    answers = registries.look_up(["10.1000/a", "10.1000/odd"])
    assert title(answers["10.1000/a"]) == "The title of 10.1000/a"
    assert answers["10.1000/odd"] is None


def test_a_doi_that_nobody_knows_is_an_authoritative_no(
    registries: Registries, services: Services
) -> None:
    services.nothing("10.1016/j.clcc.2022.07.009")
    assert registries.look_up(["10.1016/j.clcc.2022.07.009"]) == {
        "10.1016/j.clcc.2022.07.009": None
    }
    assert services.asked == [
        "/crossref/works/10.1016%2Fj.clcc.2022.07.009",
        "/doi/ra/10.1016%2Fj.clcc.2022.07.009",
    ]


def test_a_404_under_a_json_content_type_is_a_404(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/crossref/works/10.1000/c").respond_with_data(
        "Resource not found.", status=404, content_type="application/json;charset=utf-8"
    )
    services.answer("/doi/ra/10.1000/c", [{"DOI": "10.1000/c", "status": "DOI does not exist"}])
    assert registries.look_up(["10.1000/c"]) == {"10.1000/c": None}


def test_an_invalid_doi_is_an_authoritative_no(registries: Registries, services: Services) -> None:
    services.no_work("10.9999999/c")
    services.answer("/doi/ra/10.9999999/c", [{"DOI": "10.9999999/c", "status": "Invalid DOI"}])
    assert registries.look_up(["10.9999999/c"]) == {"10.9999999/c": None}


@pytest.mark.parametrize("agency", ["mEDRA", "JaLC"])
def test_a_doi_known_elsewhere_exists_and_no_more(
    agency: str, registries: Registries, services: Services
) -> None:
    services.agency("10.1400/1", agency)
    assert registries.look_up(["10.1400/1"]) == {
        "10.1400/1": Record(DOI="10.1400/1", agency=agency)
    }


@pytest.mark.parametrize(
    "answer",
    [
        [{"DOI": "10.1000/c", "status": "Unknown"}],
        [{"DOI": "10.1000/c", "status": ["DOI does not exist"]}],
        [{"DOI": "10.1000/c", "RA": ""}],
        [{"DOI": "10.1000/c", "RA": None}],
        [{"DOI": "10.1000/other", "RA": "Crossref"}],
        [{"DOI": "10.1000/other", "status": "DOI does not exist"}],
        [],
        {},
        "DOI does not exist",
        None,
    ],
)
def test_what_does_not_say_whether_the_doi_exists_is_no_answer(
    answer: object, registries: Registries, services: Services
) -> None:
    services.no_work("10.1000/c")
    services.answer("/doi/ra/10.1000/c", answer)
    unavailable = registries.look_up(["10.1000/c"])["10.1000/c"]
    assert isinstance(unavailable, Unavailable)
    assert "doi.org" in str(unavailable)


def test_a_datacite_doi_gets_its_metadata(registries: Registries, services: Services) -> None:
    services.agency("10.5281/zenodo.1", "DataCite")
    attributes = {
        "doi": "10.5281/zenodo.1",
        "titles": [{"title": "Some data"}],
        "creators": [{"name": "Doe, Jane", "nameType": "Personal"}],
    }
    services.answer("/datacite/dois/10.5281/zenodo.1", {"data": {"attributes": attributes}})
    record = registries.look_up(["10.5281/zenodo.1"])["10.5281/zenodo.1"]
    assert isinstance(record, Record)
    assert (record.agency, record.title) == ("DataCite", ("Some data",))
    assert record.author == (Name("Doe", "Jane"),)


def test_a_datacite_doi_without_metadata_exists_and_no_more(
    registries: Registries, services: Services
) -> None:
    services.agency("10.5281/zenodo.1", "DataCite")
    services.answer("/datacite/dois/10.5281/zenodo.1", NOT_THERE, 404)
    record = registries.look_up(["10.5281/zenodo.1"])["10.5281/zenodo.1"]
    assert record == Record(DOI="10.5281/zenodo.1", agency="DataCite")


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        [],
        {"data": {"attributes": {}}},
        {"data": {"attributes": {"doi": "10.5281/zenodo.2"}}},
    ],
)
def test_what_is_no_record_of_the_datacite_doi_is_no_answer(
    body: object, registries: Registries, services: Services
) -> None:
    services.agency("10.5281/zenodo.1", "DataCite")
    services.answer("/datacite/dois/10.5281/zenodo.1", body)
    unavailable = registries.look_up(["10.5281/zenodo.1"])["10.5281/zenodo.1"]
    assert isinstance(unavailable, Unavailable)
    assert "DataCite" in str(unavailable)


def alias(server: HTTPServer, doi: str, location: str) -> None:
    server.expect_request(f"/crossref/works/{doi}").respond_with_data(
        "", status=301, headers={"Location": location}
    )


def test_a_dead_doi_among_others_takes_one_request_beside_the_list(
    registries: Registries, services: Services
) -> None:
    services.works(item("10.1000/b"))
    services.answer("/doi/ra/10.1000/a", [{"DOI": "10.1000/a", "status": "DOI does not exist"}])
    answers = registries.look_up(["10.1000/a", "10.1000/b"])
    assert answers["10.1000/a"] is None
    assert title(answers["10.1000/b"]) == "The title of 10.1000/b"
    assert [path for path in services.asked if "filter" not in path] == ["/doi/ra/10.1000%2Fa"]


def test_an_alias_leads_to_its_prime_record(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    prime = item("10.1000/new(1)", aliases=["10.1000/OLD"])
    services.works(prime, item("10.1000/b"))
    services.answer("/doi/ra/10.1000/old", [{"DOI": "10.1000/old", "RA": "Crossref"}])
    alias(httpserver, "10.1000/old", "/works/10.1000/new(1)")
    answers = registries.look_up(["10.1000/old", "10.1000/b"])
    assert title(answers["10.1000/old"]) == "The title of 10.1000/new(1)"
    assert [path for path in services.asked if "filter" not in path] == [
        "/doi/ra/10.1000%2Fold",
        "/crossref/works/10.1000%2Fold",
        "/crossref/works/10.1000%2Fnew%281%29",
    ]


def test_an_alias_is_found_while_the_doi_proxy_is_down(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    services.works(item("10.1000/new", aliases=["10.1000/OLD"]), item("10.1000/b"))
    services.answer("/doi/ra/10.1000/old", {}, status=403)
    alias(httpserver, "10.1000/old", "/works/10.1000/new")
    answers = registries.look_up(["10.1000/old", "10.1000/b"])
    assert title(answers["10.1000/old"]) == "The title of 10.1000/new"


def test_what_was_asked_in_an_outage_is_asked_again_at_the_end(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    path = "/crossref/works/10.1000/a,a"
    for _ in range(4):
        httpserver.expect_ordered_request(path).respond_with_data("", status=503)
    httpserver.expect_ordered_request("/crossref/works/10.1000/b,b").respond_with_json(
        message(item("10.1000/b,b"))
    )
    httpserver.expect_ordered_request(path).respond_with_json(message(item("10.1000/a,a")))
    answers = registries.look_up(["10.1000/a,a", "10.1000/b,b"])
    assert list(map(title, answers.values())) == [
        "The title of 10.1000/a,a",
        "The title of 10.1000/b,b",
    ]


def test_what_nobody_answered_for_to_the_end_is_not_asked_again(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/crossref/works/10.1000/a,a").respond_with_data("", status=503)
    assert isinstance(registries.look_up(["10.1000/a,a"])["10.1000/a,a"], Unavailable)
    assert len(services.asked) == 4


def test_that_crossref_alone_has_no_record_is_no_absence(
    registries: Registries, services: Services
) -> None:
    services.works(item("10.1000/b"))
    services.no_work("10.1000/a")
    services.answer("/doi/ra/10.1000/a", {}, status=403)
    answers = registries.look_up(["10.1000/a", "10.1000/b"])
    assert isinstance(answers["10.1000/a"], Unavailable)
    assert "doi.org did not answer" in str(answers["10.1000/a"])


def test_a_redirect_to_a_work_that_knows_no_such_alias_is_no_answer(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    services.works(item("10.1000/new"))
    alias(httpserver, "10.1000/old", "/works/10.1000%2Fnew")
    unavailable = registries.look_up(["10.1000/old"])["10.1000/old"]
    assert str(unavailable) == (
        "Crossref answered about another DOI: asked 10.1000/old, got 10.1000/new"
    )


def test_redirects_in_a_circle_end(registries: Registries, httpserver: HTTPServer) -> None:
    alias(httpserver, "10.1000/a", "/works/10.1000/b")
    alias(httpserver, "10.1000/b", "/works/10.1000/a")
    assert isinstance(registries.look_up(["10.1000/a"])["10.1000/a"], Unavailable)
    assert len(httpserver.log) == 3


def test_a_redirect_to_nowhere_is_no_answer(registries: Registries, httpserver: HTTPServer) -> None:
    alias(httpserver, "10.1000/a", "https://example.org/login")
    assert "HTTP 301" in str(registries.look_up(["10.1000/a"])["10.1000/a"])


def test_a_record_of_another_doi_is_no_answer(registries: Registries, services: Services) -> None:
    services.answer("/crossref/works/10.1000/a", message(item("10.1000/b")))
    assert "answered about another DOI" in str(registries.look_up(["10.1000/a"])["10.1000/a"])


def test_records_nobody_asked_for_are_left_aside(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    both = listing(item("10.1000/a"), item("10.1000/x"))
    httpserver.expect_request("/crossref/works").respond_with_json(both)
    services.nothing("10.1000/b")
    answers = registries.look_up(["10.1000/a", "10.1000/b"])
    assert title(answers["10.1000/a"]) == "The title of 10.1000/a"
    assert answers["10.1000/b"] is None
