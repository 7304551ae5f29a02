"""A bug met while one reference is judged makes that one unchecked; the others are judged."""

from __future__ import annotations

import logging
from collections.abc import Mapping

import pytest

from cikrefs.bugs import guarded
from cikrefs.checks import check, compare, placeholders, searched, suggest
from cikrefs.errors import InputError, Unavailable
from cikrefs.models import Finding, Record, Reference
from cikrefs.registry import Query
from cikrefs.registry.searching import Searches
from tests.checks.build import record, reference
from tests.registry.fake import FakeRegistry

SAID = "judging failed: ValueError: of one reference; this is a bug, please report it"


def of_one(what: Reference) -> None:
    if what.id == "bad":
        raise ValueError("of one reference")


@pytest.fixture
def _comparing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Comparing the reference "bad" with anything is a bug."""

    def crash(ref: Reference, rec: Record) -> Mapping[str, object]:
        of_one(ref)
        return compare.agreements_of(ref, rec)

    monkeypatch.setattr(suggest, "agreements_of", crash)


@pytest.fixture
def _seeking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking for the DOI of the reference "bad" is a bug."""

    def crash(
        ref: Reference,
        known: Mapping[str, Record],
        registry: Searches,
        budget: suggest.Budget | None,
    ) -> object:
        of_one(ref)
        return suggest.seek(ref, known, registry, budget)

    monkeypatch.setattr(searched, "seek", crash)


@pytest.mark.usefixtures("_comparing")
def test_a_bug_in_comparing_costs_one_reference() -> None:
    refs = [
        reference(id="one", volume="99"),
        reference(id="bad", DOI="10.5555/b"),
        reference(id="two", DOI="x"),
    ]
    records = {record().DOI: record(), "10.5555/b": record(DOI="10.5555/b")}
    first, bad, last = check(refs, FakeRegistry(records))
    assert [finding.rule for finding in first.findings] == ["volume-differs"]
    assert (bad.status, bad.unavailable, bad.record) == ("unchecked", SAID, None)
    assert bad.reference.DOI == "10.5555/b"
    assert [finding.rule for finding in last.findings] == ["doi-malformed"]


@pytest.mark.usefixtures("_comparing")
def test_a_bug_in_judging_a_hit_costs_one_reference() -> None:
    refs = [reference(id="one", DOI=""), reference(id="bad", DOI=""), reference(id="two", DOI="")]
    first, bad, last = check(refs, FakeRegistry({record().DOI: record()}))
    assert (bad.status, bad.unavailable, bad.findings) == ("unchecked", SAID, ())
    assert [one.findings[0].rule for one in (first, last)] == ["doi-missing", "doi-missing"]


@pytest.mark.usefixtures("_seeking")
def test_a_bug_in_seeking_a_dead_doi_leaves_it_dead_and_is_told() -> None:
    (bad,) = check([reference(id="bad", DOI="10.9999/gone")], FakeRegistry({}))
    assert [finding.rule for finding in bad.findings] == ["doi-not-found"]
    assert (bad.status, bad.unavailable) == ("error", SAID)


def test_a_bug_in_asking_for_neighbours_costs_the_guess_and_not_the_search() -> None:
    class NoNeighbours(FakeRegistry):
        def known(self, dois: object) -> dict[str, Record]:  # noqa: ARG002  # Registry's
            raise ZeroDivisionError

    registry = NoNeighbours({record().DOI: record()})
    (found,) = check([reference(DOI="10.9999/gone")], registry)
    assert found.findings[0].suggestion == record().DOI


def test_the_traceback_of_a_bug_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, "cikrefs"), pytest.raises(Unavailable, match="ZeroDiv"):
        guarded("counting", lambda: 1 // 0)
    assert "counting failed" in caplog.text
    assert "lambda: 1 // 0" in caplog.text


def test_what_a_bug_says_is_one_short_line() -> None:
    def crash() -> None:
        raise ValueError("\x1b[2J\n::error::" + "x" * 5000)

    with pytest.raises(Unavailable) as caught:
        guarded("judging", crash)
    assert str(caught.value).startswith("judging failed: ValueError: \\x1b[2J ::error::xxx")
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("error", [Unavailable("no answer"), InputError("no file")])
def test_an_error_that_is_no_bug_passes(error: Exception) -> None:
    def work() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        guarded("judging", work)
    assert caught.value is error


def test_ctrl_c_is_no_bug() -> None:
    def work() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        guarded("judging", work)


def test_a_bug_in_one_search_leaves_the_others_their_answers() -> None:
    class Odd(FakeRegistry):
        def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
            if "Odd" in query.title:
                raise ZeroDivisionError
            return super().search(query, rows, service)

    refs = [reference(DOI=""), reference(title="Odd one", DOI=""), reference(DOI="", id="c")]
    first, odd, last = check(refs, Odd({record().DOI: record()}))
    assert odd.status == "unchecked"
    assert [one.findings[0].rule for one in (first, last)] == ["doi-missing", "doi-missing"]


def test_a_bug_after_the_searches_costs_one_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(ref: Reference, _: object) -> list[Finding]:
        of_one(ref)
        return []

    monkeypatch.setattr(placeholders, "findings", crash)
    refs = [reference(id="one", volume="99"), reference(id="bad", DOI="10.9999/gone")]
    first, bad = check(refs, FakeRegistry({record().DOI: record()}))
    assert [finding.rule for finding in first.findings] == ["volume-differs"]
    assert [finding.rule for finding in bad.findings] == ["doi-not-found"]
    assert bad.unavailable == SAID
