"""Ctrl-C in the middle of many searches: what was answered stays, the rest is unasked."""

from __future__ import annotations

from collections.abc import Iterator

from cikrefs.cli.interrupting import Interruptible
from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry import Query
from cikrefs.registry.searching import Heard, Wanted
from tests.registry.fake import FakeRegistry

CELLS = Query(title="Cells")
WORK = Record(DOI="10.1000/a", agency="Crossref", title=("Cells",))


class Interrupted(FakeRegistry):
    """Searches two at a time, and is interrupted before the third answer."""

    def search_all(self, wanted: Wanted, rows: int = 5) -> Iterator[Heard]:
        for service, queries in wanted.items():
            for number, query in enumerate(queries):
                if number == 2:
                    raise KeyboardInterrupt
                yield service, self.search(query, rows)


def test_ctrl_c_leaves_what_was_answered_and_an_answer_for_each_query() -> None:
    registry = Interruptible(Interrupted({"10.1000/a": WORK}))
    wanted = {"crossref": [CELLS] * 4, "pubmed": [CELLS]}
    services, answers = zip(*registry.search_all(wanted), strict=True)
    assert services == (*["crossref"] * 4, "pubmed")
    assert answers[:2] == ([WORK], [WORK])
    assert [str(one) for one in answers[2:]] == ["interrupted"] * 3
    assert all(isinstance(one, Unavailable) for one in answers[2:])
    assert registry.interrupted


def test_without_ctrl_c_each_query_has_its_answer() -> None:
    registry = Interruptible(FakeRegistry({"10.1000/a": WORK}))
    found = [("crossref", [WORK])]
    assert list(registry.search_all({"crossref": [CELLS, CELLS]})) == found * 2
    assert list(registry.search_all({})) == []
