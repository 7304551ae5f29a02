"""Ctrl-C in the middle of asking: what was answered before it is still worth printing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cikrefs.errors import Unavailable
from cikrefs.registry.searching import search_all

if TYPE_CHECKING:
    from cikrefs.models import Record
    from cikrefs.registry import Answer, OnProgress, Query, Registry
    from cikrefs.registry.searching import Heard, Wanted

T = TypeVar("T")
PIECE = 50
"""DOIs asked for at a time, as many as one request holds; what Ctrl-C can lose."""


class Interruptible:
    """A Registry that answers "interrupted" to everything from the first Ctrl-C on."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.interrupted = False

    @property
    def services(self) -> Collection[str]:
        """Those whom the registry asks."""
        return self._registry.services

    def look_up(
        self, dois: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        """Return the answer for every one of `dois`; those still unasked are Unavailable."""
        answers: dict[str, Answer] = {}
        tell = on_progress or (lambda _: None)
        for start in range(0, len(dois), PIECE):
            piece = dois[start : start + PIECE]
            ask = partial(self._registry.look_up, piece, partial(_tell, tell, len(answers)))
            try:
                answers.update(self._asked(ask))
            except Unavailable as error:
                answers.update(dict.fromkeys(piece, error))
        return answers

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        """Return the records of those of `dois` that Crossref holds."""
        return self._asked(lambda: self._registry.known(dois))

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
        """Return at most `rows` works resembling `query`."""
        return self._asked(lambda: self._registry.search(query, rows, service))

    def search_all(self, wanted: Wanted, rows: int = 5) -> Iterator[Heard]:
        """Yield what every search gave; those still unasked are Unavailable."""
        left = Counter({service: len(queries) for service, queries in wanted.items()})
        answers = search_all(self._registry, wanted, rows)
        while left.total():
            try:
                service, hits = self._asked(lambda: next(answers))
            except Unavailable as error:
                yield from ((service, error) for service in left.elements())
                return
            left[service] -= 1
            yield service, hits

    def _asked(self, ask: Callable[[], T]) -> T:
        if self.interrupted:
            raise Unavailable("interrupted")
        try:
            return ask()
        except KeyboardInterrupt as error:
            self.interrupted = True
            raise Unavailable("interrupted") from error


def _tell(on_progress: OnProgress, before: int, done: int) -> None:
    on_progress(before + done)
