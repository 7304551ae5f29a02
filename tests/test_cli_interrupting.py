"""Ctrl-C in the middle of many searches: what was answered stays, the rest is unasked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cikrefs.cli.interrupting import Interruptible
from cikrefs.errors import Unavailable
from cikrefs.models import Record
from tests.registry.fake import FakeRegistry

WORK = Record(DOI="10.1000/a", agency="Crossref", title=("Cells",))


class Interrupted(FakeRegistry):
    """Searches two at a time, and is interrupted before the third answer."""

    def search_many(self, queries: Iterable[str], rows: int = 5) -> Iterator[list[Record]]:
        for number, query in enumerate(queries):
            if number == 2:
                raise KeyboardInterrupt
            yield self.search(query, rows)


def test_ctrl_c_leaves_what_was_answered_and_an_answer_for_each_query() -> None:
    registry = Interruptible(Interrupted({"10.1000/a": WORK}))
    answers = list(registry.search_many(["cells"] * 5))
    assert answers[:2] == [[WORK], [WORK]]
    assert [str(one) for one in answers[2:]] == ["interrupted"] * 3
    assert all(isinstance(one, Unavailable) for one in answers[2:])
    assert registry.interrupted


def test_without_ctrl_c_each_query_has_its_answer() -> None:
    registry = Interruptible(FakeRegistry({"10.1000/a": WORK}))
    assert list(registry.search_many(["cells", "cells"])) == [[WORK], [WORK]]
    assert list(registry.search_many([])) == []
