"""Ctrl-C in the middle of asking: what was answered before it is still worth printing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from cikrefs.errors import Unavailable
from cikrefs.registry.searching import search_many

if TYPE_CHECKING:
    from cikrefs.models import Record
    from cikrefs.registry import Answer, OnProgress, Registry

T = TypeVar("T")
PIECE = 50
"""DOIs asked for at a time, as many as one request holds; what Ctrl-C can lose."""


class Interruptible:
    """A Registry that answers "interrupted" to everything from the first Ctrl-C on."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self.interrupted = False

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

    def search(self, query: str, rows: int = 5) -> list[Record]:
        """Return at most `rows` works resembling `query`."""
        return self._asked(lambda: self._registry.search(query, rows))

    def search_many(
        self, queries: Iterable[str], rows: int = 5
    ) -> Iterator[list[Record] | Unavailable]:
        """Yield what each search gave, in order; those still unasked are Unavailable."""
        waiting, coming = deque[str](), iter(queries)
        answers = search_many(self._registry, _noted(coming, waiting), rows)
        while True:
            try:
                answer = self._asked(lambda: next(answers, None))
            except Unavailable as error:
                waiting.extend(coming)
                yield from (error for _ in waiting)
                return
            if answer is None:
                return
            waiting.popleft()
            yield answer

    def _asked(self, ask: Callable[[], T]) -> T:
        if self.interrupted:
            raise Unavailable("interrupted")
        try:
            return ask()
        except KeyboardInterrupt as error:
            self.interrupted = True
            raise Unavailable("interrupted") from error


def _noted(queries: Iterable[str], waiting: deque[str]) -> Iterator[str]:
    """Yield `queries`, each put at the end of `waiting` first."""
    for query in queries:
        waiting.append(query)
        yield query


def _tell(on_progress: OnProgress, before: int, done: int) -> None:
    on_progress(before + done)
