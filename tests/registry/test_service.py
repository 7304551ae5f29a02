"""Budget, pace and retries, on a clock that only a test moves."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from cikrefs.errors import InputError, Unavailable
from cikrefs.registry import Settings
from cikrefs.web.pace import Pace
from cikrefs.web.service import (
    ATTEMPTS,
    REQUEST_SECONDS,
    Budget,
    Failure,
    Service,
    retry_after,
)
from tests.registry.conftest import FakeTime


def failing(
    time: FakeTime, cost: float = 0.0, *, passing: bool = True, after: float = 0.0
) -> Callable[[float], str]:
    """Return a question that takes `cost` seconds, or all it may, and fails."""

    def question(seconds: float) -> str:
        time.seconds += min(cost, seconds)
        raise Failure("no answer", passing=passing, after=after)

    return question


def answering(time: FakeTime, cost: float = 0.0) -> Callable[[float], float]:
    """Return a question that takes `cost` seconds and is answered with the seconds it may take."""

    def question(seconds: float) -> float:
        time.seconds += cost
        return seconds

    return question


def test_no_thousand_seconds_of_answers_use_the_budget_up(time: FakeTime) -> None:
    service = Service("Crossref", Budget(20), time.clock)
    for _ in range(1000):
        assert service.ask(answering(time, cost=1)) == REQUEST_SECONDS


def test_a_service_that_takes_all_its_time_is_asked_as_long_as_the_budget_lasts(
    time: FakeTime,
) -> None:
    service = Service("Crossref", Budget(20), time.clock)
    began = time.seconds
    with pytest.raises(Unavailable, match=r"^Crossref did not answer: no answer \(tried 2 times"):
        service.ask(failing(time, cost=REQUEST_SECONDS))
    assert 17 <= time.seconds - began <= 18


def test_an_outage_of_any_length_is_over_within_the_budget(time: FakeTime) -> None:
    service = Service("Crossref", Budget(20), time.clock)
    began = time.seconds
    for _ in range(100):
        with pytest.raises(Unavailable):
            service.ask(failing(time))
    assert time.seconds - began <= 20


def test_a_service_that_used_the_budget_up_is_not_asked_again(time: FakeTime) -> None:
    service = Service("Crossref", Budget(5), time.clock)
    with pytest.raises(Unavailable):
        service.ask(failing(time, cost=REQUEST_SECONDS))
    before = time.seconds
    with pytest.raises(Unavailable, match=r"^Crossref did not answer: no answer; not asked again$"):
        service.ask(answering(time, cost=1))
    assert time.seconds == before


def test_the_time_lost_on_one_service_is_missing_for_another_that_fails(time: FakeTime) -> None:
    budget = Budget(20)
    with pytest.raises(Unavailable):
        Service("doi.org", budget, time.clock).ask(failing(time, cost=15, passing=False))
    began = time.seconds
    with pytest.raises(Unavailable):
        Service("DataCite", budget, time.clock).ask(failing(time, cost=4.9))
    assert time.seconds - began <= 20 - REQUEST_SECONDS  # which doi.org cost


def test_the_time_lost_on_one_service_does_not_cut_another_that_answers(time: FakeTime) -> None:
    budget = Budget(20)
    with pytest.raises(Unavailable):
        Service("doi.org", budget, time.clock).ask(failing(time, cost=REQUEST_SECONDS))
    crossref = Service("Crossref", budget, time.clock)
    assert crossref.ask(answering(time, cost=9)) == REQUEST_SECONDS
    assert crossref.ask(answering(time, cost=9)) == REQUEST_SECONDS


def test_an_answer_gives_back_what_its_service_had_lost(time: FakeTime) -> None:
    service = Service("Crossref", Budget(20), time.clock)
    for _ in range(10):
        with pytest.raises(Unavailable):
            service.ask(failing(time, cost=9, passing=False))
        assert service.ask(answering(time)) == REQUEST_SECONDS


def test_an_answer_gives_nothing_back_to_other_services(time: FakeTime) -> None:
    budget = Budget(20)
    doi_org = Service("doi.org", budget, time.clock)
    for _ in range(3):
        with pytest.raises(Unavailable):
            doi_org.ask(failing(time, cost=10, passing=False))
        Service("Crossref", budget, time.clock).ask(answering(time))
    with pytest.raises(Unavailable, match="not asked again"):
        doi_org.ask(answering(time))


def test_the_waits_between_attempts_double_and_vary(time: FakeTime) -> None:
    service = Service("Crossref", Budget(20), time.clock)
    with pytest.raises(Unavailable):
        service.ask(failing(time))
    assert len(time.waits) == ATTEMPTS - 1
    for wait, least in zip(time.waits, (0.5, 1.0, 2.0), strict=True):
        assert least <= wait <= least + 0.5


def test_a_refusal_is_not_asked_again(time: FakeTime) -> None:
    service = Service("Crossref", Budget(20), time.clock)
    with pytest.raises(Unavailable, match=r"^Crossref did not answer: no answer$"):
        service.ask(failing(time, passing=False))
    assert time.waits == []


def test_a_service_that_wants_a_long_pause_is_asked_again_after_it(time: FakeTime) -> None:
    service = Service("Crossref", Budget(20), time.clock)
    with pytest.raises(Unavailable):
        service.ask(failing(time, after=60))
    with pytest.raises(Unavailable, match="not asked again"):
        service.ask(answering(time))
    time.seconds += 60
    assert service.ask(answering(time)) == REQUEST_SECONDS


def test_a_mistake_of_our_own_is_no_outage(time: FakeTime) -> None:
    def question(_: float) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Service("Crossref", Budget(20), time.clock).ask(question)


@pytest.mark.parametrize("per_second", [1, 3, 5, 10])
def test_the_stated_rate_is_never_exceeded(per_second: int, time: FakeTime) -> None:
    pace = Pace(per_second, time.clock)
    starts = []
    for number in range(30):
        pace.wait()
        starts.append(time.seconds)
        time.seconds += 0.001 * (number % 7)
    for first, later in zip(starts, starts[per_second:], strict=False):
        assert 1.07 <= later - first <= 1.08


def test_the_first_request_does_not_wait(time: FakeTime) -> None:
    Pace(1, time.clock).wait()
    assert time.waits == []


def test_requests_further_apart_than_the_pace_do_not_wait(time: FakeTime) -> None:
    pace = Pace(1, time.clock)
    for _ in range(5):
        pace.wait()
        time.seconds += 1.5
    assert time.waits == []


def test_attempts_keep_the_pace_too(time: FakeTime) -> None:
    starts: list[float] = []

    def question(_: float) -> None:
        starts.append(time.seconds)
        raise Failure("no answer")

    with pytest.raises(Unavailable):
        Service("Crossref", Budget(20), time.clock).ask(question, Pace(0.2, time.clock))
    assert all(later - first >= 5 - 1e-9 for first, later in pairwise(starts))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, 0),
        ("", 0),
        ("17", 17),
        (" 17 ", 17),
        ("-17", 0),
        ("1.5", 0),
        ("soon", 0),
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0),
        ("Sun, 06 Nov 1994 08:49:37 -0000", 0),
        ("9" * 100_000, 0),
        ("Fri, 31 Dec 99999999999 23:59:59 GMT", 0),
        ("Fri, 31 Dec 2399 23:59:59 +99999999999999999", 0),
        (f"Fri, 31 Dec {'9' * 5000} 23:59:59 GMT", 0),
        ("Fri, 31 Dec 0001 23:59:59 +2359", 0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float) -> None:
    assert retry_after(header) == seconds


def test_a_date_to_come_is_far_away() -> None:
    assert retry_after("Fri, 31 Dec 2399 23:59:59 GMT") > 1e9


@pytest.mark.parametrize(
    "wrong",
    [
        {"mailto": "nobody"},
        {"mailto": "jane@example.org\r\nX-Evil: 1"},
        {"mailto": "jane @example.org"},
        {"mailto": "jäne@example.org"},
        {"urls": {"crossref": "api.crossref.org"}},
        {"urls": {"doi": "ftp://doi.org"}},
        {"urls": {"datacite": ""}},
        {"urls": {"nobody": "https://nobody.example"}},
        {"timeout": 0.0},
        {"timeout": -1.0},
        {"timeout": float("nan")},
        {"timeout": float("inf")},
    ],
)
def test_settings_that_could_never_work_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Settings(**wrong)  # type: ignore[arg-type] # each value has its own type
