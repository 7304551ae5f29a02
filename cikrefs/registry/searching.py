"""Many searches at several services: side by side where the registry can, else one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from queue import SimpleQueue
from threading import Event
from typing import Protocol, TypeVar, runtime_checkable

from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry.query import Query
from cikrefs.web.many import value
from cikrefs.web.service import started

T = TypeVar("T")

Hits = list[Record] | Unavailable
"""What one search gave: its hits, the best first, or why nobody answered."""

Wanted = Mapping[str, Sequence[Query]]
"""What is searched for, by the service that is asked."""

Heard = tuple[str, Hits]
"""A service and what one search there gave."""


class Searches(Protocol):
    """Whoever can search for one thing."""

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
        """Return at most `rows` records of `service`, the best first. Raises Unavailable."""
        ...


@runtime_checkable
class SearchesMany(Protocol):
    """A service that is asked several things at once."""

    def search_many(self, queries: Iterable[Query], rows: int) -> Iterator[Hits]:
        """Yield what the search for each of `queries` gave, in order."""
        ...


@runtime_checkable
class _SearchesAll(Protocol):
    def search_all(self, wanted: Wanted, rows: int = 5) -> Iterator[Heard]: ...


def search_all(registry: Searches, wanted: Wanted, rows: int = 5) -> Iterator[Heard]:
    """Yield what every search gave, as the answers come; one service's in its queries' order."""
    if isinstance(registry, _SearchesAll):
        yield from registry.search_all(wanted, rows)
        return
    for service, queries in wanted.items():
        for query in queries:
            yield service, value(partial(registry.search, query, rows, service))


def side_by_side(lanes: Mapping[str, Iterator[T]]) -> Iterator[tuple[str, T]]:
    """Yield what each of `lanes` does, as it comes; several run in threads of their own."""
    if len(lanes) < 2:
        for name, answers in lanes.items():
            yield from ((name, answer) for answer in answers)
        return
    heard: SimpleQueue[tuple[str, T] | BaseException | None] = SimpleQueue()
    over = Event()
    for name, answers in lanes.items():
        started(partial(_run, name, answers, heard, over))
    running = len(lanes)
    try:
        while running:
            one = heard.get()
            if isinstance(one, BaseException):
                raise one
            if one is None:
                running -= 1
            else:
                yield one
    finally:
        over.set()


def _run(
    name: str,
    answers: Iterator[T],
    heard: SimpleQueue[tuple[str, T] | BaseException | None],
    over: Event,
) -> None:
    """Put what a lane yields into `heard`, None at its end; stop when all is `over`."""
    try:
        for answer in answers:
            heard.put((name, answer))
            if over.is_set():
                return
        heard.put(None)
    except BaseException as error:  # noqa: BLE001  # handed over to the thread that waits
        heard.put(error)
