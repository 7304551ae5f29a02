"""Many things asked for at once: in pieces, and each with its own answer, which may be an error."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from cikrefs.bugs import guarded
from cikrefs.errors import Unavailable

T = TypeVar("T")


def batched(values: Iterable[T], most: int) -> Iterator[list[T]]:
    """Yield `values` in pieces of `most` at most."""
    iterator = iter(values)
    while piece := list(islice(iterator, most)):  # itertools.batched is Python 3.12's
        yield piece


def value(question: Callable[[], T]) -> T | Unavailable:
    """Return the answer to `question`, or as a value why there is none."""
    try:
        return guarded("asking", question)
    except Unavailable as error:
        return error
