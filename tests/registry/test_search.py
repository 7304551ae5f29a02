"""Guessed DOIs and searches: candidates from Crossref, or an honest Unavailable."""

from __future__ import annotations

import pytest
from pytest_httpserver import HTTPServer

from cikrefs.errors import Unavailable
from cikrefs.registry import Query, Registries
from tests.registry.conftest import Services, item, listing


def test_guesses_are_asked_in_batches_and_chased_no_further(
    registries: Registries, services: Services
) -> None:
    services.works(item("10.1000/a"))
    known = registries.known(["10.1000/A", "10.1000/b", "10.1000/c"])
    assert {doi: record.DOI for doi, record in known.items()} == {"10.1000/A": "10.1000/a"}
    assert len(services.asked) == 1


def test_a_guess_with_a_comma_is_asked_at_crossref_alone(
    registries: Registries, services: Services
) -> None:
    services.works(item("10.1000/a,b"))
    services.no_work("10.1000/c,d")
    assert list(registries.known(["10.1000/a,b", "10.1000/c,d"])) == ["10.1000/a,b"]
    assert not any(path.startswith("/doi") for path in services.asked)


def test_guesses_that_cannot_be_asked_are_not_unknown(
    registries: Registries, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/crossref/works").respond_with_data("", status=503)
    with pytest.raises(Unavailable, match="HTTP 503"):
        registries.known(["10.1000/a", "10.1000/b"])


def test_a_search_returns_the_records_in_crossrefs_order(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    found_by_crossref = listing(item("10.1000/b"), item("10.1000/a"))
    httpserver.expect_request("/crossref/works").respond_with_json(found_by_crossref)
    found = registries.search(Query(title="Müller 2020: the & title"), rows=2)
    assert [record.DOI for record in found] == ["10.1000/b", "10.1000/a"]
    request, _ = httpserver.log[0]
    assert request.args["query.bibliographic"] == "Müller 2020: the & title"
    assert request.args["rows"] == "2"
    assert len(services.asked) == 1


def test_a_search_for_nothing_finds_nothing(registries: Registries, services: Services) -> None:
    assert registries.search(Query(title=" \n")) == []
    assert services.asked == []


def test_a_search_for_very_much_searches_for_its_beginning(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/crossref/works").respond_with_json(listing())
    assert registries.search(Query(title="Ünique words " * 10_000)) == []
    assert len(services.asked[0]) < 4096
    assert httpserver.log[0][0].args["query.bibliographic"].startswith("Ünique words Ünique")


def test_a_search_that_cannot_be_asked_is_not_an_empty_one(
    registries: Registries, httpserver: HTTPServer
) -> None:
    httpserver.expect_request("/crossref/works").respond_with_json({"message": []}, 400)
    with pytest.raises(Unavailable, match="refuses the search"):
        registries.search(Query(title="anything"))
