"""The pace: below every limit, heeding what services say, shared by processes. No test waits."""

from __future__ import annotations

import builtins
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from json import dumps
from pathlib import Path
from threading import Barrier, Event, Thread
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry import Query, Registries
from cikrefs.registry.searching import search_all, side_by_side
from cikrefs.web.pace import Clock, Gate, Pace, SharedTurns, Turns, turns
from cikrefs.web.service import Budget, Failure, Service
from tests.registry.conftest import FakeTime, Services, item, listing, settings
from tests.registry.fake import FakeRegistry

MAIL = "jane@example.org"


def starts(pace: Pace, time: FakeTime, number: int) -> list[float]:
    """Return when requests may start that are all wanted now, in seconds from now."""
    began = time.seconds
    found = []
    for _ in range(number):
        pace.wait()
        found.append(round(time.seconds - began, 3))
    return found


def test_a_refusal_opens_a_new_window(time: FakeTime) -> None:
    pace = Pace(10, time.clock)
    assert starts(pace, time, 2) == [0, 0.107]
    pace.refused()
    assert starts(pace, time, 2) == pytest.approx([1.075, 1.1825], abs=0.001)


def test_a_request_that_comes_late_lets_the_next_one_wait(time: FakeTime) -> None:
    def late(seconds: float) -> None:
        time.seconds += seconds + 0.2

    pace = Pace(2, Clock(now=lambda: time.seconds, sleep=late))
    assert starts(pace, time, 3) == pytest.approx([0, 0.7375, 1.475], abs=0.001)


def test_a_429_is_asked_again_in_a_new_window_only(time: FakeTime) -> None:
    asked: list[float] = []

    def question(_: float) -> str:
        asked.append(time.seconds)
        if len(asked) == 1:
            raise Failure("HTTP 429", too_many=True)
        return "answer"

    assert Service("Crossref", Budget(20), time.clock).ask(question, Pace(10, time.clock))
    assert asked[1] - asked[0] >= 1.07


@pytest.mark.parametrize(
    ("headers", "second"),
    [
        ({"x-rate-limit-limit": "2", "x-rate-limit-interval": "1s"}, 0.5375),
        ({"x-rate-limit-limit": "50", "x-rate-limit-interval": "1s"}, 0.0215),
        ({"x-rate-limit-limit": "6", "x-rate-limit-interval": "1m"}, 10.75),
        ({"x-rate-limit-limit": "999999", "x-rate-limit-interval": "1s"}, 0.0215),
        ({"x-rate-limit-limit": "2"}, 0.3583),
        ({"x-rate-limit-limit": "0", "x-rate-limit-interval": "1s"}, 0.3583),
        ({"x-rate-limit-limit": "-1", "x-rate-limit-interval": "1s"}, 0.3583),
        ({"x-rate-limit-limit": "9" * 5000, "x-rate-limit-interval": "1s"}, 0.3583),
        ({"x-rate-limit-limit": "3", "x-rate-limit-interval": "soon"}, 0.3583),
        ({}, 0.3583),
    ],
)
def test_the_limits_that_an_answer_names_are_kept(
    headers: Mapping[str, str], second: float, time: FakeTime
) -> None:
    pace = Pace(3, time.clock)
    pace.heed(headers)
    assert starts(pace, time, 2)[1] == pytest.approx(second, abs=0.001)


@pytest.mark.parametrize(("said", "most"), [("1", 1), ("5", 5), ("0", 3), ("many", 3), ("", 3)])
def test_the_concurrency_that_an_answer_names_is_kept(said: str, most: int, time: FakeTime) -> None:
    gate = Gate(3)
    Pace(3, time.clock, gate=gate).heed({"x-concurrency-limit": said})
    assert gate.most == most


def test_crossrefs_headers_are_seen_behind_habanero(
    registries: Registries, services: Services, httpserver: HTTPServer, time: FakeTime
) -> None:
    slow = {"x-rate-limit-limit": "1", "x-rate-limit-interval": "4s"}
    httpserver.expect_request("/crossref/works/10.1000/a").respond_with_json(
        {"message": item("10.1000/a")}, headers=slow
    )
    registries.look_up(["10.1000/a"])
    registries.look_up(["10.1000/a"])
    assert sum(time.waits) == pytest.approx(0.215)  # reserved before anything was said
    registries.look_up(["10.1000/a"])
    assert sum(time.waits) == pytest.approx(0.215 + 4.3)


def test_processes_take_their_turns_from_one_file(tmp_path: Path) -> None:
    one, other = SharedTurns(tmp_path / "pace"), SharedTurns(tmp_path / "pace")
    taken = [turns_.take(100.0, 0.5) for turns_ in (one, other, one, one, other)]
    assert taken == [100.0, 100.5, 101.0, 101.5, 102.0]


def test_real_processes_ask_in_turns(tmp_path: Path) -> None:
    path = str(tmp_path / "pace")
    code = "import sys; from pathlib import Path; from cikrefs.web.pace import SharedTurns"
    command = [sys.executable, "-c", f"{code}; print(SharedTurns(Path({path!r})).take(100.0, 0.5))"]
    taken = [float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in "abc"]
    assert taken == [100.0, 100.5, 101.0]


@pytest.mark.parametrize("content", ["", "nonsense", "nan", "inf", "1e300", "\0\0\0", "5000000.0"])
def test_a_file_of_turns_that_makes_no_sense_is_begun_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / "pace").write_text(content, encoding="utf-8")
    shared = SharedTurns(tmp_path / "pace")
    assert [shared.take(100.0, 0.5), shared.take(100.0, 0.5)] == [100.0, 100.5]
    assert SharedTurns(tmp_path / "pace").take(100.0, 0.5) == 101.0


def test_without_file_locks_each_process_keeps_the_pace_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_import = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "fcntl":
            raise ImportError(name)
        return true_import(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    one, other = SharedTurns(tmp_path / "pace"), SharedTurns(tmp_path / "pace")
    assert [one.take(100.0, 0.5), one.take(100.0, 0.5), other.take(100.0, 0.5)] == [100, 100.5, 100]
    assert not (tmp_path / "pace").exists()


def test_where_nothing_can_be_written_each_process_keeps_the_pace_by_itself(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    shared = SharedTurns(tmp_path / "file" / "pace")
    assert [shared.take(100.0, 0.5), shared.take(100.0, 0.5)] == [100.0, 100.5]


def test_a_process_that_holds_the_file_for_ever_stops_nobody(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    with (tmp_path / "pace").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        shared = SharedTurns(tmp_path / "pace")
        assert [shared.take(100.0, 0.5), shared.take(100.0, 0.5)] == [100.0, 100.5]


def test_a_clock_of_ones_own_shares_no_turns(time: FakeTime) -> None:
    assert type(turns("https://api.crossref.org list", time.clock)) is Turns
    assert type(turns("https://api.crossref.org list", Clock())) is SharedTurns


class Crowd:
    """Answers searches when all `wanted` are there at once, or when told; counts the most."""

    def __init__(self, server: HTTPServer, wanted: int) -> None:
        self.inside = self.most = 0
        self.wanted, self.all_there = wanted, Event()
        server.expect_request("/crossref/works").respond_with_handler(self.answer)

    def answer(self, request: Request) -> Response:
        self.inside += 1
        self.most = max(self.most, self.inside)
        if self.inside == self.wanted:
            self.all_there.set()
        self.all_there.wait(10)
        self.inside -= 1
        query = request.args["query.bibliographic"]
        if query == "fails":
            return Response("", status=403)
        return Response(dumps(listing(item(f"10.1000/{query}"))), content_type="application/json")


@pytest.fixture
def threaded() -> Any:
    with HTTPServer(threaded=True) as server:
        yield server


def shown(answers: Sequence[list[Record] | Unavailable]) -> list[str]:
    return [str(one) if isinstance(one, Unavailable) else one[0].DOI for one in answers]


@pytest.mark.parametrize(("mailto", "at_once"), [(MAIL, 3), (None, 1)])
def test_as_many_searches_run_at_once_as_the_pool_allows(
    mailto: str | None, at_once: int, threaded: HTTPServer, time: FakeTime
) -> None:
    crowd = Crowd(threaded, at_once)
    registries = Registries(settings(threaded, mailto), clock=time.clock)
    queries = [Query(title=title) for title in ("a", "b", "c", "d", "fails", "e", "f")]
    answers = shown([hits for _, hits in registries.search_all({"crossref": queries})])
    assert answers == [
        *(f"10.1000/{name}" for name in "abcd"),
        "Crossref did not answer: HTTP 403 FORBIDDEN",
        "10.1000/e",
        "10.1000/f",
    ]
    assert crowd.most == at_once


def test_searches_are_made_only_a_few_ahead(httpserver: HTTPServer, time: FakeTime) -> None:
    httpserver.expect_request("/crossref/works").respond_with_json(listing(item("10.1000/a")))
    queries = [Query(title=str(number)) for number in range(1000)]
    registries = Registries(settings(httpserver), clock=time.clock)
    _, hits = next(registries.search_all({"crossref": queries}))
    assert shown([hits]) == ["10.1000/a"]
    assert len(httpserver.log) <= 4


CELLS, MICE = Query(title="cells"), Query(title="mice")


def test_a_registry_that_can_search_for_one_thing_only_is_asked_one_by_one() -> None:
    held = {"10.1000/a": Record(DOI="10.1000/a", agency="Crossref", title=("Cells",))}
    found = list(search_all(FakeRegistry(held), {"crossref": [CELLS, CELLS]}))
    assert shown([hits for _, hits in found]) == ["10.1000/a"] * 2
    down = FakeRegistry({}, down=Unavailable("down"))
    found = list(search_all(down, {"crossref": [CELLS], "pubmed": [MICE]}))
    assert [(service, str(hits)) for service, hits in found] == [
        ("crossref", "down"),
        ("pubmed", "down"),
    ]


def test_services_are_searched_side_by_side_and_each_in_its_own_order() -> None:
    met = Barrier(2, timeout=10)

    def lane(name: str) -> Iterator[list[Record]]:
        met.wait()  # nobody gets past it alone
        yield from ([Record(DOI=f"10.1000/{name}{number}")] for number in range(3))

    found = list(side_by_side({name: lane(name) for name in ("a", "b")}))
    for name in ("a", "b"):
        mine = [hits for service, hits in found if service == name]
        assert shown(mine) == [f"10.1000/{name}{number}" for number in range(3)]


def test_what_goes_wrong_at_one_of_several_services_is_raised_where_one_waits() -> None:
    def broken() -> Iterator[list[Record]]:
        raise KeyboardInterrupt
        yield []

    with pytest.raises(KeyboardInterrupt):
        list(side_by_side({"a": broken(), "b": iter([[]])}))


def test_failures_side_by_side_cost_the_time_that_passed() -> None:
    budget = Budget(20)
    for began in (100.0, 100.1, 100.2):
        budget.lose("Crossref", began, began + 8.5)
    assert budget.left("Crossref") == pytest.approx(20 - 8.7)
    budget.lose("Crossref", 120.0, 121.0)
    assert budget.left("Crossref") == pytest.approx(20 - 9.7)


def test_a_gate_lets_no_more_in_than_it_should() -> None:
    gate, order = Gate(1), []

    def second() -> None:
        with gate.passed():
            order.append("second")

    with gate.passed():
        thread = Thread(target=second)
        thread.start()
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
