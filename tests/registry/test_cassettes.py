"""Whole exchanges replayed: constructed ones of the 18 references, recorded ones of habanero's.

tests/cassettes/README.md says which is which.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cikrefs.errors import Unavailable
from cikrefs.models import Date, Name, Record
from cikrefs.registry import Query, Registries, Settings
from cikrefs.registry.services import SERVICES
from cikrefs.web.service import Budget, Clock
from tests.cassettes import construct
from tests.registry.conftest import FakeTime

PLOS = "10.1371/journal.pone.0033693"


@pytest.fixture(scope="module")
def vcr_cassette_dir() -> str:
    return str(construct.FOLDER)


@pytest.fixture(scope="module")
def vcr_config() -> dict[str, object]:
    return {"filter_headers": ["user-agent", "x-user-agent"]}


@pytest.fixture
def crossref(time: FakeTime) -> Registries:
    return Registries(Settings(), clock=time.clock)


@pytest.mark.vcr
@pytest.mark.default_cassette("constructed-18.yaml")
def test_the_18_printed_dois_are_17_constructed_records_and_one_no(
    crossref: Registries, vcr: Any
) -> None:
    printed = construct.printed_dois()
    answers = crossref.look_up(printed)
    assert list(answers) == printed
    assert [doi for doi, answer in answers.items() if answer is None] == [construct.MISSING]
    records = [answer for answer in answers.values() if isinstance(answer, Record)]
    assert len(records) == 17
    assert vcr.play_count == 2


def test_the_constructed_cassette_is_what_its_script_writes() -> None:
    assert construct.CASSETTE.read_text(encoding="utf-8") == construct.cassette()
    assert construct.OTHERS.read_text(encoding="utf-8") == construct.others()


def service(name: str, time: FakeTime) -> Any:
    return SERVICES[name].made(Settings(), Budget(20), time.clock)


@pytest.mark.vcr
@pytest.mark.default_cassette("constructed-others.yaml")
def test_each_other_registry_is_asked_at_its_own_address(time: FakeTime, vcr: Any) -> None:
    answers = {
        "pubmed": service("pubmed", time).by_pmcid(["PMC1"]),
        "europepmc": service("europepmc", time).records(["1"]),
        "openlibrary": service("openlibrary", time).records(["9782070427796"]),
        "datacite": service("datacite", time).records(["10.5555/a", "10.5555/b"]),
    }
    assert all(isinstance(one, Record) for held in answers.values() for one in held.values())
    assert vcr.play_count == 5


@pytest.mark.live
@pytest.mark.vcr
@pytest.mark.parametrize(
    ("name", "method", "asked", "title"),
    [
        ("pubmed", "records", "17275915", ""),
        ("pubmed", "by_pmcid", "PMC1976277", ""),
        ("europepmc", "records", "17275915", ""),
        ("openlibrary", "records", "9781934356005", "Programming Erlang"),
        ("datacite", "records", "10.5438/4k3m-nyvg", "Eating your own Dog Food"),
    ],
)
def test_the_other_registries_know_what_they_are_known_to_hold(
    name: str, method: str, asked: str, title: str
) -> None:
    made = SERVICES[name].made(Settings(), Budget(20), Clock())
    record = getattr(made, method)([asked])[asked]
    assert isinstance(record, Record)
    assert record.title[0].startswith(title)


@pytest.mark.live
@pytest.mark.vcr
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("pubmed", Query(title="A new malaria agent in African hominids", year=2009)),
        ("europepmc", Query(title="A new malaria agent in African hominids", year=2009)),
        ("openlibrary", Query(title="Programming Erlang", author="Armstrong")),
        ("datacite", Query(title="Eating your own Dog Food", author="Fenner")),
    ],
)
def test_the_other_registries_find_what_they_hold(name: str, query: Query) -> None:
    made = SERVICES[name].made(Settings(), Budget(20), Clock())
    found = made.search(query, 5)
    assert any(query.title.lower() in title.lower() for one in found for title in one.title)


@pytest.mark.live
@pytest.mark.vcr
@pytest.mark.default_cassette("recorded-18.yaml")
def test_crossref_knows_the_dois_of_the_18() -> None:
    answers = Registries(Settings()).look_up(construct.printed_dois())
    assert sum(isinstance(answer, Record) for answer in answers.values()) >= 17


recorded = pytest.mark.vcr(match_on=["method", "same_place"])


@recorded
@pytest.mark.default_cassette("habanero/test_works_with_one_id.yaml")
def test_a_recorded_work_becomes_a_record(crossref: Registries) -> None:
    record = crossref.look_up([PLOS])[PLOS]
    assert isinstance(record, Record)
    assert record.title[0].startswith("Methylphenidate Exposure Induces Dopamine Neuron Loss and")
    assert record.author[0] == Name("Sadasivan", "Shankar")
    assert [name.family for name in record.author] == [
        "Sadasivan",
        "Pond",
        "Pani",
        "Qu",
        "Jiao",
        "Smeyne",
    ]
    assert record.type == "article-journal"
    assert record.container_title == ("PLoS ONE",)
    assert (record.volume, record.issue, record.page) == ("7", "3", ("e33693",))
    assert record.issued == (Date(2012, 3, 21),)
    (notice,) = record.notices
    assert (notice.kind, notice.date) == ("corrected", Date(2012, 5, 8))


@recorded
@pytest.mark.default_cassette("habanero/test_works_bad_id_warn.yaml")
def test_a_recorded_404_is_an_unknown_doi(crossref: Registries, vcr: Any) -> None:
    assert crossref.known(["10.1371/notarealdoi"]) == {}
    assert vcr.play_count == 1


@recorded
@pytest.mark.default_cassette("habanero/test_works_query.yaml")
def test_a_recorded_search_becomes_records(crossref: Registries) -> None:
    found = crossref.search(Query(title="ecology"), rows=2)
    assert [record.title[0] for record in found] == ["Communicating Ecology", "Chemical Ecology"]
    assert [record.type for record in found] == ["entry-encyclopedia", "entry-encyclopedia"]


@recorded
@pytest.mark.default_cassette("habanero/test_works_query_filters_not_allowed_with_dois.yaml")
def test_a_recorded_refusal_is_no_answer(crossref: Registries) -> None:
    with pytest.raises(Unavailable, match="HTTP 400"):
        crossref.known([PLOS])


def test_no_cassette_names_a_mail_address() -> None:
    for path in Path(construct.FOLDER).rglob("*.yaml"):
        assert "@" not in path.read_text(encoding="utf-8"), path
