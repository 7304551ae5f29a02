"""What goes to Zotero and what became of it: what is there already is left out, all else is said.

A reference has one `Outcome`. What Zotero refuses, and what it is not known to have taken, is not
done; all can be sent again, since works that arrived with a DOI are then left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from cikrefs import dois
from cikrefs.errors import Unavailable
from cikrefs.models import Reference
from cikrefs.zotero.destination import BATCH, Added, Destination

State = Literal["left out", "added", "refused", "not known", "not added"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a reference, and why if it was not added."""

    reference: Reference
    state: State
    why: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The references that are `new`, and what became of the others.

    `seen` is False where it is not known what is there, so that references may arrive twice.
    """

    new: tuple[Reference, ...]
    left_out: tuple[Outcome, ...]
    seen: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of some references, and how many `items` they are now.

    `remarks` say what else went wrong; `unavailable` is why it is not known what was added.
    """

    outcomes: tuple[Outcome, ...]
    items: int = 0
    remarks: tuple[str, ...] = ()
    unavailable: Unavailable | None = None

    @property
    def is_done(self) -> bool:
        """Whether each of the references is an item now."""
        return self.items == len(self.outcomes) and not self.remarks


def plan(references: Iterable[Reference], destination: Destination) -> Plan:
    """Return which references are not there yet, by their DOIs, and do not stand above.

    Raises Unavailable if it cannot be looked what is there.
    """
    there = destination.known_dois()
    new: list[Reference] = []
    left_out: list[Outcome] = []
    first: dict[str, Reference] = {}
    for reference in references:
        doi = dois.key(reference.DOI) if reference.DOI else ""
        if doi in (there or ()):
            left_out.append(Outcome(reference, "left out", f"{doi} is there already"))
        elif doi and doi in first:
            why = f"{doi} is the DOI of {first[doi].id} too"
            left_out.append(Outcome(reference, "left out", why))
        else:
            first.setdefault(doi, reference)
            new.append(reference)
    return Plan(tuple(new), tuple(left_out), there is not None)


def add(references: Sequence[Reference], destination: Destination) -> Iterator[Batch]:
    """Add the references batch by batch; yield what became of each batch once it is known.

    The batch whose fate nobody tells, with all that follow it, is the last. Raises InputError if
    references may not be added there.
    """
    for start in range(0, len(references), BATCH):
        batch = references[start : start + BATCH]
        try:
            added = destination.add(batch)
        except Unavailable as error:
            lost = (Outcome(one, "not known", "may have been added or not") for one in batch)
            rest = (Outcome(one, "not added") for one in references[start + BATCH :])
            yield Batch((*lost, *rest), unavailable=error)
            return
        yield _batch(batch, added)


def _batch(batch: Sequence[Reference], added: Added) -> Batch:
    refused = added.refused
    outcomes = tuple(
        Outcome(one, "refused", refused[index]) if index in refused else Outcome(one, "added")
        for index, one in enumerate(batch)
    )
    remarks = [added.remark] if added.remark else []
    taken = len(batch) - len(refused)
    if added.items != taken:
        remarks.insert(0, f"Zotero made {added.items} items of {taken} references; look there")
    return Batch(outcomes, added.items, tuple(remarks))
