"""Registries that answer from a lock file, or write down what others answer, to make one.

`Lock` asks nobody: what is not in the file is no answer. `Recorder` asks only for what is not kept
from before. What a lock file looks like, `cikrefs.registry.lockfile` says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence

from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry.lockfile import Locked, search_key
from cikrefs.registry.query import Query
from cikrefs.registry.registries import Answer, OnProgress, Registry
from cikrefs.registry.searching import Heard, Hits, Wanted, search_all
from cikrefs.registry.services import REGISTRIES, SERVICES


class Lock:
    """A Registry that knows what a lock file holds, under lower-case keys, and nothing else.

    What it does not hold is Unavailable, for nobody is asked. `services` are those that were asked.
    """

    def __init__(
        self,
        locked: Mapping[str, Locked],
        name: str = "the lock file",
        services: Collection[str] = REGISTRIES,
    ) -> None:
        self.locked = dict(locked)
        self.services = services
        self._name = name

    def look_up(
        self, dois: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        """Return what is locked for every one of `dois`."""
        if on_progress:
            on_progress(len(dois))
        return {doi: self._answer(doi) for doi in dois}

    def _answer(self, doi: str) -> Answer:
        locked = self.locked.get(doi.lower())
        return locked.record if locked else Unavailable(f"{doi} is not in {self._name}")

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        """Return the locked records of those of `dois` that have one."""
        found = {doi: self.locked.get(doi.lower()) for doi in dois}
        return {doi: locked.record for doi, locked in found.items() if locked and locked.record}

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
        """Return what the same search found. Raises Unavailable if it is not locked."""
        locked = self.locked.get(search_key(query, service))
        if locked is None or locked.hits is None:
            at = SERVICES[service].name
            raise Unavailable(f"{self._name} does not hold the search at {at} for “{query}”")
        return list(locked.hits[:rows])


class Recorder:
    """A Registry that asks another one and keeps its answers, to be locked.

    What is `kept` from before is not asked again. `locked` holds the answers to all that was asked
    for, `failed` why there was none.
    """

    def __init__(self, registry: Registry, kept: Mapping[str, Locked], today: dt.date) -> None:
        self._registry = registry
        self.services = registry.services
        self._kept = kept
        self._today = today
        self.locked: dict[str, Locked] = {}
        self.failed: dict[str, Unavailable] = {}

    def look_up(
        self, dois: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        """Return the answer for every one of `dois`, kept or new."""
        new = [doi for doi in dois if not self._is_kept(doi.lower())]
        answers = self._registry.look_up(new, on_progress) if new else {}
        for doi, answer in answers.items():
            self._keep(doi.lower(), answer)
        return {doi: answers[doi] if doi in answers else self._record(doi) for doi in dois}

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        """Return the records of those of `dois` that have one, kept or new."""
        new = [doi for doi in dois if not self._is_kept(doi.lower())]
        found = self._registry.known(new) if new else {}
        for doi, record in found.items():
            self._keep(doi.lower(), record)
        held = {doi: self._record(doi) for doi in dois if doi.lower() in self.locked}
        return {doi: record for doi, record in held.items() if record} | found

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
        """Return what a search for `query` found, kept or new. Raises Unavailable."""
        ((_, hits),) = self.search_all({service: [query]}, rows)
        if isinstance(hits, Unavailable):
            raise hits
        return hits

    def search_all(self, wanted: Wanted, rows: int = 5) -> Iterator[Heard]:
        """Yield what every search gave, kept or new; each new one is made once."""
        new: dict[str, list[Query]] = {}
        for service, queries in wanted.items():
            first = {search_key(query, service): query for query in reversed(queries)}
            fresh = [first[key] for key in reversed(first) if not self._is_kept(key)]
            if fresh:
                new[service] = fresh
        waiting = {service: iter(queries) for service, queries in new.items()}
        for service, hits in search_all(self._registry, new, rows):
            key = search_key(next(waiting[service]), service)
            if isinstance(hits, Unavailable):
                self.failed[key] = hits
            else:
                self.locked[key] = Locked(None, self._today, tuple(hits))
        for service, queries in wanted.items():
            for query in queries:
                yield service, self._hits(search_key(query, service), rows)

    def _hits(self, key: str, rows: int) -> Hits:
        if key in self.failed:
            return self.failed[key]
        return list(self.locked[key].hits or ())[:rows]

    def _record(self, doi: str) -> Record | None:
        return self.locked[doi.lower()].record

    def _is_kept(self, key: str) -> bool:
        """Whether the answer is known from before, or from this run."""
        if key in self._kept:
            self.locked[key] = self._kept[key]
        return key in self.locked

    def _keep(self, key: str, answer: Answer) -> None:
        if isinstance(answer, Unavailable):
            self.failed[key] = answer
        else:
            self.locked[key] = Locked(answer, self._today)
