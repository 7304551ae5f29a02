"""Answers kept between runs, so that a list checked again asks nobody.

One SQLite file in the user's cache folder holds what was answered, by who was asked at which
address. A record is taken without asking for a day, since a retraction may come any day, and for a
week where nobody answers; the hits of a search for a day; that there is nothing for an hour, as it
may be deposited any moment. That nobody answered is nothing to keep. A cache is a favour: where it
cannot be read or written, the registries are asked, and that is said. SQLite, which comes with
Python, keeps the file whole when two processes write or one is killed.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar

from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry.plain import built, plain
from cikrefs.registry.query import Query
from cikrefs.registry.registries import Answer, OnProgress, Registry
from cikrefs.registry.searching import Heard, Wanted, search_all
from cikrefs.registry.services import SERVICES
from cikrefs.registry.settings import Settings

__all__ = ["Cache", "Cached", "default_path"]

HOUR: Final = 3600.0
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY

T = TypeVar("T")

Records = tuple[Record, ...]
"""What was answered: one record, none if there is no such DOI; or the hits of a search."""


def default_path() -> Path:
    """Return where the answers are kept: in the user's cache folder."""
    from platformdirs import user_cache_path

    return user_cache_path("cikrefs", appauthor=False) / "answers.sqlite"


class Cache:
    """The file at `path`. `now` is the time of day in seconds.

    Another process that writes is waited for `patience` seconds. What keeps the file from being
    used goes to `on_trouble`, once, in words.
    """

    def __init__(
        self,
        path: Path,
        on_trouble: Callable[[str], None] = lambda _: None,
        now: Callable[[], float] = time.time,
        patience: float = 5.0,
    ) -> None:
        self._path, self._on_trouble, self._now = path, on_trouble, now
        self._patience = patience
        self._lock = Lock()
        self._usable = True

    def get(self, asked_of: str, keys: Iterable[str]) -> dict[str, tuple[float, Records]]:
        """Return how many seconds ago which of `keys` were asked for, and what was answered.

        A damaged line is none, and so is one that is older than a week or of a day to come.
        """
        now = self._now()

        def rows(database: sqlite3.Connection) -> list[tuple[str, float, str]]:
            select = "SELECT key, asked, answer FROM answers WHERE asked_of = ? AND key = ?"
            found = (database.execute(select, (asked_of, key)).fetchone() for key in keys)
            return [row for row in found if row]

        kept = {}
        for key, asked, answer in self._with(rows) or ():
            with suppress(ValueError, TypeError, AttributeError, RecursionError):
                if 0 <= now - asked <= WEEK:
                    kept[key] = (now - asked, built(Records, json.loads(answer)))
        return kept

    def put(self, asked_of: str, answers: Mapping[str, Iterable[Record]]) -> None:
        """Keep `answers` as given now, and let go of what is older than a week."""
        now = self._now()
        rows = [
            (asked_of, key, now, json.dumps(plain([*answer]))) for key, answer in answers.items()
        ]

        def write(database: sqlite3.Connection) -> None:
            database.execute("DELETE FROM answers WHERE asked < ?", (now - WEEK,))
            database.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?)", rows)

        if rows:
            self._with(write)

    def _with(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """Return what `work` does with the file, all of it or nothing; None if it cannot be."""
        with self._lock:
            try:
                if self._usable:
                    with closing(self._connected()) as database, database:
                        return work(database)
            except sqlite3.OperationalError as error:  # locked, full, not to be written
                self._give_up(str(error))
            except sqlite3.DatabaseError as error:  # no database, or a broken one
                self._give_up(f"{error}; the next run makes it anew")
                with suppress(OSError):
                    self._path.unlink()
            except OSError as error:
                self._give_up(error.strerror or str(error))
        return None

    def _connected(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))  # what one cites is one's own
        database = sqlite3.connect(self._path, timeout=self._patience)
        try:
            database.execute(
                "CREATE TABLE IF NOT EXISTS answers"
                " (asked_of TEXT, key TEXT, asked REAL, answer TEXT, PRIMARY KEY (asked_of, key))"
            )
        except sqlite3.Error:
            database.close()  # on Windows a file that is open cannot be removed
            raise
        return database

    def _give_up(self, why: str) -> None:
        self._usable = False
        self._on_trouble(f"the answers kept in {self._path} cannot be used: {why}")


class Cached:
    """A Registry that asks `registry` only for what `cache` does not hold.

    `settings` are those by which `registry` asks; with `refresh` it is asked for everything, and
    what it answers is kept. `kept` counts the answers that nobody had to be asked for.
    """

    def __init__(
        self, registry: Registry, cache: Cache, settings: Settings, *, refresh: bool = False
    ) -> None:
        self.registry, self.kept = registry, 0
        self.services = registry.services
        self._cache, self._refresh = cache, refresh
        urls = (
            f"{name}={settings.url(name)}" for name in SERVICES if name in {*self.services, "doi"}
        )
        self._asked_of = " ".join((*urls, "whole" * settings.whole))

    def look_up(
        self, dois: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        """Return the answer for every one of `dois`, kept or new.

        Where nobody answers, a record of the last week does.
        """
        tell = on_progress or (lambda _: None)
        fresh, old = self._held(dois)
        answers: dict[str, Answer] = {doi: _one(held) for doi, held in fresh.items()}
        new = [doi for doi in dois if doi not in answers]
        tell(len(answers))
        asked = self.registry.look_up(new, lambda n: tell(len(fresh) + n)) if new else {}
        self._keep({doi: one for doi, one in asked.items() if not isinstance(one, Unavailable)})
        silent = [doi for doi, one in asked.items() if isinstance(one, Unavailable)]
        instead = {doi: old[doi][0] for doi in silent if old.get(doi)}
        found = {**answers, **asked, **instead}
        return {doi: found[doi] for doi in dois}

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        """Return the records of those of `dois` that Crossref holds, kept or new."""
        keys = {doi: f"known: {doi}" for doi in dois}
        fresh, _ = self._held(keys.values())
        new = [doi for doi in dois if keys[doi] not in fresh]
        found = self.registry.known(new) if new else {}
        self._keep({keys[doi]: found.get(doi) for doi in new})
        kept = {doi: _one(fresh.get(keys[doi], ())) for doi in dois}
        return {**{doi: one for doi, one in kept.items() if one}, **found}

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
        """Return at most `rows` works at `service` that resemble `query`, kept or new."""
        ((_, hits),) = self.search_all({service: [query]}, rows)
        if isinstance(hits, Unavailable):
            raise hits
        return hits

    def search_all(self, wanted: Wanted, rows: int = 5) -> Iterator[Heard]:
        """Yield what every search gave, first what is kept, then what is new as it comes.

        One service's answers come in its queries' order, so each query is held back until those
        before it are answered.
        """
        keys = {
            service: deque(f"search {rows} at {service}: {query}" for query in queries)
            for service, queries in wanted.items()
        }
        kept, _ = self._held(key for those in keys.values() for key in those)
        new = {
            service: [
                query for query, key in zip(queries, keys[service], strict=True) if key not in kept
            ]
            for service, queries in wanted.items()
        }
        for service in wanted:
            yield from self._ready(service, keys[service], kept)
        for service, hits in search_all(self.registry, {k: v for k, v in new.items() if v}, rows):
            key = keys[service].popleft()
            if not isinstance(hits, Unavailable):
                self._cache.put(self._asked_of, {key: hits})
            yield service, hits
            yield from self._ready(service, keys[service], kept)

    def _ready(
        self, service: str, keys: deque[str], kept: Mapping[str, Records]
    ) -> Iterator[Heard]:
        """Yield what is kept of the next searches, up to the first that is asked for."""
        while keys and keys[0] in kept:
            yield service, [*kept[keys.popleft()]]

    def _held(self, keys: Iterable[str]) -> tuple[dict[str, Records], dict[str, Records]]:
        """Return what is kept under `keys`: what needs no asking, and what is older than that."""
        if self._refresh:
            return {}, {}
        held = self._cache.get(self._asked_of, keys)
        fresh = {key for key, (age, records) in held.items() if age < (DAY if records else HOUR)}
        self.kept += len(fresh)
        return (
            {key: records for key, (_, records) in held.items() if key in fresh},
            {key: records for key, (_, records) in held.items() if key not in fresh},
        )

    def _keep(self, answers: Mapping[str, Record | None]) -> None:
        held = {key: (answer,) if answer else () for key, answer in answers.items()}
        self._cache.put(self._asked_of, held)


def _one(records: Records) -> Record | None:
    return next(iter(records), None)
