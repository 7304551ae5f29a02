"""Many searches, several at once where the registry can; the answers come in the queries' order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Protocol, runtime_checkable

from cikrefs.bugs import guarded
from cikrefs.errors import Unavailable
from cikrefs.models import Record

Hits = list[Record] | Unavailable
"""What one search gave: its hits, the best first, or why nobody answered."""


class Searches(Protocol):
    """Whoever can search for one thing."""

    def search(self, query: str, rows: int = 5) -> list[Record]:
        """Return at most `rows` records, the best first. Raises Unavailable."""
        ...


@runtime_checkable
class _SearchesMany(Protocol):
    def search_many(self, queries: Iterable[str], rows: int = 5) -> Iterator[Hits]: ...


def search_many(registry: Searches, queries: Iterable[str], rows: int = 5) -> Iterator[Hits]:
    """Yield what each search gave, in order; one after the other if `registry` can do no better.

    `queries` are taken a few ahead of what is yielded.
    """
    if isinstance(registry, _SearchesMany):
        yield from registry.search_many(queries, rows)
        return
    for query in queries:
        try:
            yield guarded("asking", partial(registry.search, query, rows))
        except Unavailable as error:
            yield error


class Ahead:
    """Searches as `registry` does, those for `queries` several at once and ahead of being wanted.

    For whoever has a loop in which each turn searches: `queries` are those that are sure to come,
    in their order.
    """

    def __init__(self, registry: Searches, queries: Sequence[str], rows: int = 5) -> None:
        self._registry, self._coming = registry, deque(queries)
        self._answers = search_many(registry, queries, rows)
        self._held: dict[str, list[Hits]] = {}

    def search(self, query: str, rows: int = 5) -> list[Record]:
        """Return the hits of the search for `query`. Raises Unavailable."""
        while query not in self._held and query in self._coming:
            self._held.setdefault(self._coming.popleft(), []).append(next(self._answers))
        if query not in self._held:
            return self._registry.search(query, rows)
        answer = self._held[query].pop()
        if not self._held[query]:
            del self._held[query]
        if isinstance(answer, Unavailable):
            raise answer
        return answer
