"""What was answered in one run needs no asking in the next."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cikrefs.errors import Unavailable
from cikrefs.models import Date, Name, Notice, Record, Reference
from cikrefs.registry import Query, Settings
from cikrefs.registry.cache import Cache, Cached
from cikrefs.registry.plain import built, plain
from cikrefs.registry.records import crossref_record
from cikrefs.registry.searching import search_all
from tests.conftest import unix
from tests.registry.fake import DATA, FakeRegistry

HOUR, DAY = 3600, 86400
LIU = Record(DOI="10.1/liu", title=("Killer cells",), author=(Name("Liu", "T."),))
OLD = Record(DOI="10.1/liu", title=("Killer cell",))
CELLS, KILLER, FROGS = (Query(title=title) for title in ("killer cells", "killer", "frogs"))
HERE = Settings(urls={"crossref": "http://127.0.0.1:1"})


class Day:
    """A time of day that tests set."""

    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "answers.sqlite"


def cached(
    registry: FakeRegistry,
    path: Path,
    day: Day,
    settings: Settings = HERE,
    *,
    refresh: bool = False,
) -> Cached:
    return Cached(registry, Cache(path, now=day), settings, refresh=refresh)


@pytest.mark.parametrize(("hours", "asks"), [(0, False), (23, False), (25, True), (200, True)])
def test_a_record_needs_no_asking_for_a_day(path: Path, day: Day, hours: int, asks: bool) -> None:
    registry = FakeRegistry({"10.1/liu": LIU})
    assert cached(registry, path, day).look_up(["10.1/liu"]) == {"10.1/liu": LIU}
    day.now += hours * HOUR
    assert cached(registry, path, day).look_up(["10.1/liu"]) == {"10.1/liu": LIU}
    assert len(registry.asked) == 1 + asks


@pytest.mark.parametrize(("minutes", "asks"), [(59, False), (61, True)])
def test_an_absence_needs_no_asking_for_an_hour(
    path: Path, day: Day, minutes: int, asks: bool
) -> None:
    assert cached(FakeRegistry({}), path, day).look_up(["10.1/liu"]) == {"10.1/liu": None}
    day.now += minutes * 60
    later = cached(FakeRegistry({"10.1/liu": LIU}), path, day).look_up(["10.1/liu"])
    assert later == {"10.1/liu": LIU if asks else None}


@pytest.mark.parametrize(("days", "answered"), [(6, True), (8, False)])
def test_where_nobody_answers_a_record_of_the_last_week_does(
    path: Path, day: Day, days: int, answered: bool
) -> None:
    cached(FakeRegistry({"10.1/liu": LIU}), path, day).look_up(["10.1/liu"])
    day.now += days * DAY
    down = FakeRegistry({}, down=Unavailable("down"))
    answer = cached(down, path, day).look_up(["10.1/liu"])["10.1/liu"]
    assert (answer == LIU) is answered
    assert isinstance(answer, Unavailable) is not answered


def test_that_nobody_answered_is_not_kept(path: Path, day: Day) -> None:
    down = FakeRegistry({}, down=Unavailable("down"))
    cached(down, path, day).look_up(["10.1/liu"])
    with pytest.raises(Unavailable):
        cached(down, path, day).search(CELLS)
    registry = FakeRegistry({"10.1/liu": LIU})
    assert cached(registry, path, day).look_up(["10.1/liu"]) == {"10.1/liu": LIU}
    assert cached(registry, path, day).search(CELLS) == [LIU]


def test_only_what_is_not_kept_is_asked_for_and_the_order_stays(path: Path, day: Day) -> None:
    registry = FakeRegistry({"10.1/liu": LIU})
    cached(registry, path, day).look_up(["10.1/liu"])
    answers = cached(registry, path, day).look_up(["10.1/new", "10.1/liu"])
    assert [*answers.items()] == [("10.1/new", None), ("10.1/liu", LIU)]
    assert registry.asked[1:] == [("look_up", ("10.1/new",))]


def test_progress_counts_what_was_kept(path: Path, day: Day) -> None:
    registry, told = FakeRegistry({"10.1/liu": LIU}), list[int]()
    cached(registry, path, day).look_up(["10.1/liu"])
    cached(registry, path, day).look_up(["10.1/new", "10.1/liu"], told.append)
    assert told == [1, 2]


def test_a_refresh_asks_for_everything_and_keeps_it(path: Path, day: Day) -> None:
    cached(FakeRegistry({"10.1/liu": OLD}), path, day).look_up(["10.1/liu"])
    now = FakeRegistry({"10.1/liu": LIU})
    assert cached(now, path, day, refresh=True).look_up(["10.1/liu"]) == {"10.1/liu": LIU}
    assert cached(FakeRegistry({}), path, day).look_up(["10.1/liu"]) == {"10.1/liu": LIU}


def test_a_refresh_takes_nothing_old_where_nobody_answers(path: Path, day: Day) -> None:
    cached(FakeRegistry({"10.1/liu": LIU}), path, day).look_up(["10.1/liu"])
    down = FakeRegistry({}, down=Unavailable("down"))
    answers = cached(down, path, day, refresh=True).look_up(["10.1/liu"])
    assert isinstance(answers["10.1/liu"], Unavailable)


def test_searches_are_kept_for_a_day_and_the_new_ones_asked_in_their_order(
    path: Path, day: Day
) -> None:
    registry = FakeRegistry({"10.1/liu": LIU})
    assert cached(registry, path, day).search(CELLS) == [LIU]
    wanted = {"crossref": [FROGS, CELLS, KILLER], "pubmed": [CELLS]}
    heard = [*search_all(cached(registry, path, day), wanted, 5)]
    assert [hits for service, hits in heard if service == "crossref"] == [[], [LIU], [LIU]]
    assert [service for service, _ in heard].count("pubmed") == 1
    asked = [question for question in registry.asked[1:] if question[0] == "search"]
    assert [question[1][0] for question in asked] == ["frogs", "killer"]
    day.now += 25 * HOUR
    cached(registry, path, day).search(CELLS)
    assert registry.asked[-1][1][0] == "killer cells"


def test_a_search_for_more_hits_is_another_search(path: Path, day: Day) -> None:
    registry = FakeRegistry({"10.1/liu": LIU, "10.1/li": Record(DOI="10.1/li", title=("Killer",))})
    assert len(cached(registry, path, day).search(KILLER, 1)) == 1
    assert len(cached(registry, path, day).search(KILLER, 2)) == 2


def test_guesses_are_kept_too_but_say_nothing_of_other_agencies(path: Path, day: Day) -> None:
    data = Record(DOI="10.1/data", agency="DataCite", title=("Data",))
    registry = FakeRegistry({"10.1/liu": LIU, "10.1/data": data})
    for _ in range(2):
        assert cached(registry, path, day).known(["10.1/liu", "10.1/data"]) == {"10.1/liu": LIU}
    assert registry.asked == [("known", ("10.1/liu", "10.1/data"))]
    assert cached(registry, path, day).look_up(["10.1/data"]) == {"10.1/data": data}


@pytest.mark.parametrize(
    "other",
    [Settings(urls={"crossref": "http://127.0.0.1:2"}), Settings(urls=HERE.urls, whole=True)],
)
def test_what_another_server_said_or_less_of_it_is_no_answer(
    path: Path, day: Day, other: Settings
) -> None:
    cached(FakeRegistry({"10.1/liu": OLD}), path, day).look_up(["10.1/liu"])
    now = cached(FakeRegistry({"10.1/liu": LIU}), path, day, other)
    assert now.look_up(["10.1/liu"]) == {"10.1/liu": LIU}


def trouble(path: Path, day: Day) -> list[str]:
    """Ask once, with a file that is there already; return what was said."""
    said = list[str]()
    registry = FakeRegistry({"10.1/liu": LIU})
    asked = Cached(registry, Cache(path, said.append, day), HERE)
    assert asked.look_up(["10.1/liu"]) == {"10.1/liu": LIU}
    assert asked.search(CELLS) == [LIU]
    return said


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough" * 100, b"SQLite format 3\0"]
)
def test_a_broken_file_is_told_once_and_made_anew(path: Path, day: Day, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    (said,) = trouble(path, day)
    assert said.startswith(f"the answers kept in {path} cannot be used: ")
    assert trouble(path, day) == []
    assert cached(FakeRegistry({}), path, day).look_up(["10.1/liu"]) == {"10.1/liu": LIU}


def test_a_broken_file_is_closed_before_it_is_removed(
    path: Path, day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows removes no file that is open."""
    path.parent.mkdir()
    path.write_bytes(b"no database at all, but long enough" * 100)
    true_connect, true_unlink, connected = sqlite3.connect, Path.unlink, list[sqlite3.Connection]()

    def connect(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connected.append(true_connect(*args, **kwargs))
        return connected[-1]

    def unlink(path: Path) -> None:
        for one in connected:
            with pytest.raises(sqlite3.ProgrammingError, match="closed"):
                one.execute("SELECT 1")
        true_unlink(path)

    monkeypatch.setattr(sqlite3, "connect", connect)
    monkeypatch.setattr(Path, "unlink", unlink)
    trouble(path, day)
    assert not path.exists()


@pytest.mark.parametrize(
    "answer",
    ['{"DOI": "10.1/x"}', "[[]]", "[", '[{"DOI": 3}]', '[{"title": "x"}]', '[{"nonsense": ""}]',
     '[{"author": [3]}]', '[{"notices": [{"kind": "praised"}]}]', "[" * 5000],
)  # fmt: skip
def test_a_damaged_line_is_none(path: Path, day: Day, answer: str) -> None:
    registry = FakeRegistry({"10.1/liu": LIU})
    cached(registry, path, day).look_up(["10.1/liu"])
    with sqlite3.connect(path) as database:
        database.execute("UPDATE answers SET answer = ?", (answer,))
    database.close()
    assert cached(registry, path, day).look_up(["10.1/liu"]) == {"10.1/liu": LIU}
    assert len(registry.asked) == 2


def test_an_answer_of_a_day_to_come_is_none(path: Path, day: Day) -> None:
    registry = FakeRegistry({"10.1/liu": LIU})
    cached(registry, path, day).look_up(["10.1/liu"])
    day.now -= HOUR
    cached(registry, path, day).look_up(["10.1/liu"])
    assert len(registry.asked) == 2


def test_a_folder_in_the_files_place_is_told_and_the_registries_asked(path: Path, day: Day) -> None:
    path.mkdir(parents=True)
    (said,) = trouble(path, day)
    assert "Is a directory" in said or "cannot be used" in said


def test_a_file_that_another_process_holds_is_told(path: Path, day: Day) -> None:
    trouble(path, day)
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    try:
        said = list[str]()
        cache = Cache(path, said.append, day, patience=0)
        assert cache.get("x", ["y"]) == {}
        assert len(said) == 1
        assert "locked" in said[0]
    finally:
        other.close()


@unix
def test_what_one_cites_is_for_nobody_else_to_read(path: Path, day: Day) -> None:
    trouble(path, day)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_older_than_a_week_goes(path: Path, day: Day) -> None:
    cached(FakeRegistry({"10.1/liu": LIU}), path, day).look_up(["10.1/liu"])
    day.now += 8 * DAY
    cached(FakeRegistry({}), path, day).look_up(["10.1/new"])
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT key FROM answers").fetchall() == [("10.1/new",)]
    database.close()


FULL = Record(
    DOI="10.1/full",
    title=("A", "B"),
    author=(Name("Liu", "T.", "Jr", dropping_particle="von"), Name(literal="WHO")),
    issued=(Date(2024, 11), Date(-44, circa=True), Date(2020, end=Date(2021, season=2))),
    notices=(Notice("retracted", "10.1/r", Date(2025), "Retraction Watch"),),
    ISBN=("9780306406157",),
    work=Reference(title="A", extra={"custom": {"x": [1, None, "y"]}}, event_date=Date(2024)),
)


def test_a_record_comes_back_whole() -> None:
    again = built(Record, json.loads(json.dumps(plain(FULL))))
    assert again == FULL
    assert again.work == FULL.work


def whole_records() -> Iterator[Record]:
    for line in (DATA / "constructed-18.jsonl").read_text(encoding="utf-8").splitlines():
        yield crossref_record(json.loads(line), whole=True)


def test_registered_records_come_back_whole() -> None:
    for record in whole_records():
        again = built(Record, json.loads(json.dumps(plain(record))))
        assert again == record
        assert again.work == record.work
