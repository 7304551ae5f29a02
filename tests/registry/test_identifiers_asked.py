"""Identifiers of all kinds are looked up at whoever knows them; who stands in says no absence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from cikrefs.errors import Unavailable
from cikrefs.models import Name, Record
from cikrefs.registry import Answer, Query, Registries
from tests.registry.conftest import FakeTime, Services, settings

DOWN = Unavailable("PubMed did not answer")
ONE = Record(PMID="1", agency="PubMed", title=("Cells",))
ARXIV = "10.48550/arxiv.2401.00001"


class Fake:
    """A service that holds `records` by identifier; with `down` it gives no answer."""

    def __init__(self, down: Unavailable | None = None, **records: Answer) -> None:
        self.held, self.down = {name[1:]: one for name, one in records.items()}, down
        self.asked: list[tuple[str, ...]] = []

    def records(self, ids: Sequence[str]) -> dict[str, Answer]:
        self.asked.append(tuple(ids))
        return {one: self.down or self.held.get(one) for one in ids}

    by_pmcid = records

    def search(self, query: Query, rows: int) -> list[Record]:
        self.asked.append((str(query), str(rows)))
        return [one for one in self.held.values() if isinstance(one, Record)]


def asking(server: HTTPServer, time: FakeTime, **fakes: Any) -> Registries:
    registries = Registries(settings(server), clock=time.clock)
    registries._services.update(fakes)
    return registries


def test_each_kind_is_asked_for_where_it_is_known_in_one_question(
    httpserver: HTTPServer, time: FakeTime
) -> None:
    pubmed, books = Fake(_1=ONE, _PMC1=ONE), Fake(_9783161484100=ONE)
    registries = asking(httpserver, time, pubmed=pubmed, openlibrary=books)
    keys = ["pmid:1", "isbn:9783161484100", "pmid:2", "pmcid:PMC1"]
    told: list[int] = []
    assert registries.look_up(keys, told.append) == {
        "pmid:1": ONE,
        "isbn:9783161484100": ONE,
        "pmid:2": None,
        "pmcid:PMC1": ONE,
    }
    assert sorted(pubmed.asked) == [("1", "2"), ("PMC1",)]
    assert told[-1] == 4


def test_who_stands_in_answers_with_records_and_never_with_an_absence(
    httpserver: HTTPServer, time: FakeTime
) -> None:
    stand_in = Fake(_1=replace(ONE, agency="Europe PMC"))
    registries = asking(httpserver, time, pubmed=Fake(DOWN), europepmc=stand_in)
    answers = registries.look_up(["pmid:1", "pmid:2"])
    assert answers == {"pmid:1": stand_in.held["1"], "pmid:2": DOWN}
    well = Fake(_1=ONE)
    registries = asking(httpserver, time, pubmed=well, europepmc=stand_in)
    stand_in.asked.clear()
    assert registries.look_up(["pmid:1", "pmid:2"]) == {"pmid:1": ONE, "pmid:2": None}
    assert stand_in.asked == []


def test_a_bug_in_a_service_is_no_answer_of_its_and_of_no_other(
    httpserver: HTTPServer, time: FakeTime
) -> None:
    registries = asking(httpserver, time, openlibrary=object(), pubmed=Fake(_1=ONE))
    answers = registries.look_up(["pmid:1", "isbn:9783161484100"])
    assert answers["pmid:1"] == ONE
    assert "this is a bug" in str(answers["isbn:9783161484100"])


def test_different_services_are_asked_at_the_same_time(
    httpserver: HTTPServer, time: FakeTime
) -> None:
    met = Barrier(2, timeout=10)

    class Meeting(Fake):
        def records(self, ids: Sequence[str]) -> dict[str, Answer]:
            met.wait()  # nobody gets past it alone
            return super().records(ids)

    fakes = {"pubmed": Meeting(_1=ONE), "openlibrary": Meeting(_9783161484100=ONE)}
    registries = asking(httpserver, time, **fakes)
    answers = registries.look_up(["pmid:1", "isbn:9783161484100"])
    assert set(answers.values()) == {ONE}


def test_an_eprint_is_asked_for_at_datacite_alone(
    httpserver: HTTPServer, services: Services, time: FakeTime
) -> None:
    held = Record(DOI=ARXIV, agency="DataCite", title=("Cells",))
    fake = Fake()
    fake.held[ARXIV] = held
    registries = asking(httpserver, time, datacite=fake)
    assert registries.look_up([ARXIV]) == {ARXIV: held}
    assert services.asked == []


def test_an_eprint_that_datacite_does_not_know_must_be_unknown_to_doi_org_too(
    httpserver: HTTPServer, services: Services, time: FakeTime
) -> None:
    services.nothing(ARXIV)
    registries = asking(httpserver, time, datacite=Fake())
    assert registries.look_up([ARXIV]) == {ARXIV: None}


def test_a_search_goes_to_the_service_it_is_for(httpserver: HTTPServer, time: FakeTime) -> None:
    pubmed, books = Fake(_1=ONE), Fake()
    registries = asking(httpserver, time, pubmed=pubmed, openlibrary=books)
    cells = Query(title="cells")
    assert registries.search(cells, 3, "pubmed") == [ONE]
    wanted = {"pubmed": [cells], "openlibrary": [cells, cells]}
    found = list(registries.search_all(wanted, 3))
    assert sorted((name, len(hits)) for name, hits in found if isinstance(hits, list)) == [
        ("openlibrary", 0),
        ("openlibrary", 0),
        ("pubmed", 1),
    ]


def test_without_crossref_a_doi_is_known_to_exist_and_no_more(
    httpserver: HTTPServer, services: Services, time: FakeTime
) -> None:
    services.agency("10.5555/a", "Crossref")
    only_pubmed = replace(settings(httpserver), registries=("pubmed",))
    registries = Registries(only_pubmed, clock=time.clock)
    assert registries.look_up(["10.5555/a"]) == {"10.5555/a": Record(DOI="10.5555/a")}
    assert registries.known(["10.5555/a"]) == {}
    assert not any(path.startswith("/crossref") for path in services.asked)


MEDRA = {
    "DOI": "10.1400/ABC",
    "type": "article-journal",
    "title": "Cells of mice",
    "author": [{"family": "Rossi", "given": "Anna"}],
    "container-title": "Annali",
    "volume": "7",
    "page": "1-9",
    "issued": {"date-parts": [[2019, 3]]},
}


def test_what_another_agency_says_by_way_of_doi_org_is_a_record(
    registries: Registries, services: Services
) -> None:
    services.agency("10.1400/abc", "mEDRA")
    services.answer("/doi/10.1400/abc", MEDRA)
    (found,) = registries.look_up(["10.1400/abc"]).values()
    assert isinstance(found, Record)
    assert (found.agency, found.title, found.author) == (
        "mEDRA",
        ("Cells of mice",),
        (Name("Rossi", "Anna"),),
    )
    assert (found.volume, found.page, found.issued[0].year) == ("7", ("1-9",), 2019)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({**MEDRA, "DOI": "10.1400/other"}, 200),
        ({"title": "no DOI"}, 200),
        ([MEDRA], 200),
        ({}, 404),
        ({}, 503),
        ("<html>", 200),
    ],
)
def test_whatever_else_comes_of_the_link_leaves_the_doi_known_and_no_more(
    body: object, status: int, registries: Registries, services: Services
) -> None:
    services.agency("10.1400/abc", "mEDRA")
    services.answer("/doi/10.1400/abc", body, status)
    bare = Record(DOI="10.1400/abc", agency="mEDRA")
    assert registries.look_up(["10.1400/abc"]) == {"10.1400/abc": bare}


def test_a_link_that_leads_to_a_stranger_is_not_followed(
    registries: Registries, services: Services, httpserver: HTTPServer
) -> None:
    services.agency("10.1400/abc", "mEDRA")
    with HTTPServer() as stranger:
        stranger.expect_request("/").respond_with_json(MEDRA)
        httpserver.expect_request("/doi/10.1400/abc").respond_with_data(
            "", status=302, headers={"Location": stranger.url_for("/")}
        )
        (found,) = registries.look_up(["10.1400/abc"]).values()
        assert found == Record(DOI="10.1400/abc", agency="mEDRA")
        assert stranger.log == []
