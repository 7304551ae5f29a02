"""Many searches, several at once where the registry can; the answers come in the queries' order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, runtime_checkable

from cikrefs.errors import Unavailable
from cikrefs.models import Record

Hits = list[Record] | Unavailable
"""What one search gave: its hits, the best first, or why nobody answered."""


class _Searches(Protocol):
    def search(self, query: str, rows: int = 5) -> list[Record]: ...


@runtime_checkable
class _SearchesMany(Protocol):
    def search_many(self, queries: Iterable[str], rows: int = 5) -> Iterator[Hits]: ...


def search_many(registry: _Searches, queries: Iterable[str], rows: int = 5) -> Iterator[Hits]:
    """Yield what each search gave, in order; one after the other if `registry` can do no better.

    `queries` are taken a few ahead of what is yielded.
    """
    if isinstance(registry, _SearchesMany):
        yield from registry.search_many(queries, rows)
        return
    for query in queries:
        try:
            yield registry.search(query, rows)
        except Unavailable as error:
            yield error
