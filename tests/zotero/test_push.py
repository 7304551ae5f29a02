"""What goes to Zotero, and what became of it, for those who call the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cikrefs.errors import Unavailable
from cikrefs.models import Reference
from cikrefs.zotero import Added, push


@dataclass
class _Place:
    """A destination that holds `there`, and answers each batch with the next of `answers`."""

    answers: list[Added | Unavailable] = field(default_factory=list)
    there: frozenset[str] | None = frozenset()
    name: str = "a place"

    def known_dois(self) -> frozenset[str] | None:
        return self.there

    def add(self, references: Sequence[Reference]) -> Added:
        assert references
        answer = self.answers.pop(0)
        if isinstance(answer, Unavailable):
            raise answer
        return answer


def _references(number: int) -> list[Reference]:
    return [Reference(id=f"r{index}", DOI=f"10.1/{index}") for index in range(number)]


def test_what_is_there_or_stands_above_is_left_out() -> None:
    references = [*_references(2), Reference(id="again", DOI="10.1/1"), Reference(id="without")]
    plan = push.plan(references, _Place(there=frozenset({"10.1/0"})))
    assert [one.id for one in plan.new] == ["r1", "without"]
    assert [(one.reference.id, one.why) for one in plan.left_out] == [
        ("r0", "10.1/0 is there already"),
        ("again", "10.1/1 is the DOI of r1 too"),
    ]


def test_a_place_that_cannot_be_looked_into_is_said_to_be_unseen() -> None:
    plan = push.plan(_references(1), _Place(there=None))
    assert (len(plan.new), plan.seen) == (1, False)


def test_each_reference_is_added_or_refused() -> None:
    (batch,) = push.add(_references(2), _Place([Added(1, {1: "no title"})]))
    assert [(one.state, one.why) for one in batch.outcomes] == [
        ("added", ""),
        ("refused", "no title"),
    ]
    assert (batch.items, batch.is_done) == (1, False)


def test_a_batch_nobody_answers_for_ends_the_sending() -> None:
    place = _Place([Added(50), Unavailable("away")])
    first, last = push.add(_references(120), place)
    assert first.is_done
    assert [one.state for one in last.outcomes] == ["not known"] * 50 + ["not added"] * 20
    assert (str(last.unavailable), last.is_done) == ("away", False)


def test_fewer_items_than_references_are_remarked() -> None:
    (batch,) = push.add(_references(3), _Place([Added(2)]))
    assert batch.remarks == ("Zotero made 2 items of 3 references; look there",)
    assert not batch.is_done
