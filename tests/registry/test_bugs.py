"""A bug met while one record is read or one DOI asked for costs that DOI, not the batch."""

from __future__ import annotations

import pytest

from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry import Query, Registries, crossref, doi_org, records
from tests.registry.conftest import Services, item, listing, message

DOIS = ["10.1000/a", "10.1000/bad", "10.1000/c"]
SAID = "reading the record failed: RuntimeError: of one record; this is a bug, please report it"


@pytest.fixture
def _reading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading the record of 10.1000/bad is a bug."""
    read = records.crossref_record

    def crash(deposited: object, *, whole: bool = False) -> Record:
        if isinstance(deposited, dict) and deposited.get("DOI") == "10.1000/BAD":
            raise RuntimeError("of one record")
        return read(deposited, whole=whole)

    monkeypatch.setattr(crossref, "crossref_record", crash)


def kinds(answers: dict[str, object]) -> list[type]:
    return [type(answer) for answer in answers.values()]


@pytest.mark.usefixtures("_reading")
def test_a_record_that_cannot_be_read_costs_its_own_doi(
    registries: Registries, services: Services
) -> None:
    services.works(item("10.1000/a"), item("10.1000/BAD"), item("10.1000/c"))
    answers = registries.look_up(DOIS)
    assert kinds({**answers}) == [Record, Unavailable, Record]
    assert str(answers["10.1000/bad"]) == SAID
    assert len(services.asked) == 1


@pytest.mark.usefixtures("_reading")
def test_a_record_that_cannot_be_read_is_no_neighbour_and_no_hit(
    registries: Registries, services: Services
) -> None:
    services.works(item("10.1000/a"), item("10.1000/BAD"), item("10.1000/c"))
    assert list(registries.known(DOIS)) == ["10.1000/a", "10.1000/c"]


@pytest.mark.usefixtures("_reading")
def test_a_hit_that_cannot_be_read_may_be_the_one_so_the_search_is_no_answer(
    registries: Registries, services: Services
) -> None:
    services.answer("/crossref/works", listing(item("10.1000/a"), item("10.1000/BAD")))
    with pytest.raises(Unavailable, match="reading the record failed"):
        registries.search(Query(title="anything"))


@pytest.mark.parametrize("nonsense", [None, 7, [], "text", {}, {"DOI": 7}, {"DOI": " "}])
def test_an_item_without_doi_costs_no_other(
    nonsense: object, registries: Registries, services: Services
) -> None:
    items = [item("10.1000/a"), nonsense, item("10.1000/c")]
    services.answer("/crossref/works", message({"total-results": 3, "items": items}))
    services.nothing("10.1000/bad")
    answers = registries.look_up(DOIS)
    assert kinds({**answers}) == [Record, type(None), Record]


def test_a_bug_in_asking_costs_its_own_doi(
    registries: Registries, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: object, doi: str) -> str:
        raise OverflowError(doi)

    monkeypatch.setattr(doi_org.DoiOrg, "agency", crash)
    services.works(item("10.1000/a"), item("10.1000/c"))
    services.no_work("10.1000/bad")
    answers = registries.look_up(DOIS)
    assert kinds({**answers}) == [Record, Unavailable, Record]
    assert str(answers["10.1000/bad"]) == (
        "asking failed: OverflowError: 10.1000/bad; this is a bug, please report it"
    )


def test_a_bug_in_asking_for_a_batch_costs_that_batch(
    registries: Registries, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = crossref.Crossref.records

    def crash(self: crossref.Crossref, dois: list[str]) -> object:
        if "10.1000/0" in dois:
            raise OverflowError
        return ask(self, dois)

    monkeypatch.setattr(crossref.Crossref, "records", crash)
    dois = [f"10.1000/{number}" for number in range(52)]
    services.works(*map(item, dois))
    answers = registries.look_up(dois)
    assert kinds({**answers}) == [Unavailable] * 50 + [Record] * 2
