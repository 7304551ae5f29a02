"""Who is asked for a work that no identifier confirms, in which order, and what absence means.

One table says it by the kind of work. All references go to their first service together, those that
are not confirmed there to their next, and so on: a list costs each service only what those before
it left over. Services are asked side by side. A step may name a second service, which stands in
where the first does not answer; a step that nobody answers is silent, and the others go on.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, Literal

from cikrefs.bugs import guarded
from cikrefs.checks.compare import is_preprint
from cikrefs.checks.suggest import ROWS, Candidate, best, candidate
from cikrefs.errors import Unavailable
from cikrefs.models import Reference
from cikrefs.registry.query import Query
from cikrefs.registry.searching import Hits, Searches, search_all
from cikrefs.registry.services import SERVICES

__all__ = ["CHAINS", "Chain", "Trail", "called", "chain_of", "steps_of", "walk"]

Step = tuple[str, ...]
"""Services of which the first that answers counts."""

Absence = Literal["telling", "by venue", "nothing"]


@dataclass(frozen=True, slots=True)
class Chain:
    """Whom to ask for works of a kind, and what it means that none of them holds one.

    "telling" where registries hold nearly all such works, "by venue" where they do if they hold
    others of the same venue.
    """

    steps: tuple[Step, ...]
    absence: Absence = "nothing"


_CROSSREF: Final[Step] = ("crossref",)
_PUBMED: Final[Step] = ("pubmed", "europepmc")
_ARTICLE: Final = Chain((_CROSSREF, _PUBMED), "telling")
_BOOK: Final = Chain((_CROSSREF, ("openlibrary",)))
_DEPOSIT: Final = Chain((_CROSSREF, ("datacite",)))
_NOWHERE: Final = Chain(())

CHAINS: Final[Mapping[str, Chain]] = {
    "article": Chain((_CROSSREF, ("datacite",)), "telling"),
    "article-journal": _ARTICLE,
    "article-magazine": Chain((_CROSSREF, _PUBMED)),
    "review": Chain((_CROSSREF, _PUBMED)),
    "paper-conference": Chain((_CROSSREF,), "by venue"),
    **dict.fromkeys(("book", "chapter", "entry-dictionary", "entry-encyclopedia"), _BOOK),
    **dict.fromkeys(("dataset", "document", "report", "software", "thesis"), _DEPOSIT),
    **dict.fromkeys(
        (
            "bill broadcast classic collection figure graphic hearing interview legal_case"
            " legislation manuscript map motion_picture musical_score patent performance periodical"
            " personal_communication post post-weblog regulation song speech treaty webpage"
        ).split(),
        _NOWHERE,
    ),
}
"""By CSL type ("article" is a preprint). At the end are works that no registry is made for; of any
other kind Crossref alone is asked, and its silence says nothing."""


def chain_of(reference: Reference) -> Chain:
    """Return whom to ask for a work of this kind; a preprint is one whatever its type."""
    kind = "article" if is_preprint(reference) else reference.type
    return CHAINS.get(kind, Chain((_CROSSREF,)))


def steps_of(reference: Reference, services: Collection[str]) -> tuple[Step, ...]:
    """Return the steps of a reference's chain, as far as `services` are asked at all."""
    steps = (tuple(name for name in step if name in services) for step in chain_of(reference).steps)
    return tuple(step for step in steps if step)


@dataclass(slots=True)
class Trail:
    """What going down its chain gave for a reference.

    `candidates` are all hits, `works` those that are its work; `asked` are the services that
    answered, `silent` says why others did not.
    """

    reference: Reference
    steps: deque[deque[str]]
    asked: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    works: tuple[Candidate, ...] = ()

    @property
    def next(self) -> str:
        """The service to be asked next, "" at the end."""
        return self.steps[0][0] if self.steps and not self.works else ""

    def heard(self, hits: Hits, is_work: Callable[[Reference, Candidate], bool]) -> None:
        """Take what the next service gave."""
        service = self.steps[0].popleft()
        if isinstance(hits, Unavailable):
            if not self.steps[0]:
                self.silent.append(str(hits))
                self.steps.popleft()
            return
        self.steps.popleft()
        self.asked.append(service)
        new = [candidate(self.reference, hit) for hit in hits if not hit.is_bare]
        self.candidates += new
        self.works = best(one for one in new if is_work(self.reference, one))


def walk(
    references: Iterable[Reference],
    registry: Searches,
    services: Collection[str],
    is_work: Callable[[Reference, Candidate], bool],
    on_end: Callable[[], None] = lambda: None,
) -> list[Trail]:
    """Return, for each reference, what going down its chain gave.

    `is_work` says whether a hit is its work, `on_end` is called as each reference is through. A bug
    in judging a hit ends its own reference's trail, in silence.
    """
    trails = [
        Trail(one, deque(deque(step) for step in steps_of(one, services))) for one in references
    ]
    going = [trail for trail in trails if trail.next]
    for _ in range(len(trails) - len(going)):
        on_end()
    while going:
        lanes: dict[str, list[Trail]] = defaultdict(list)
        for trail in going:
            lanes[trail.next].append(trail)
        wanted = {
            service: [Query.of(trail.reference) for trail in lane]
            for service, lane in lanes.items()
        }
        waiting = {service: iter(lane) for service, lane in lanes.items()}
        for service, hits in search_all(registry, wanted, ROWS):
            trail = next(waiting[service])
            _take(trail, hits, is_work)
            if not trail.next:
                on_end()
        going = [trail for trail in going if trail.next]
    return trails


def _take(trail: Trail, hits: Hits, is_work: Callable[[Reference, Candidate], bool]) -> None:
    try:
        guarded("judging", partial(trail.heard, hits, is_work))
    except Unavailable as error:
        trail.steps.clear()
        trail.works = ()
        trail.silent.append(str(error))


def called(services: Sequence[str]) -> str:
    """Return services by their names in a sentence: "Crossref", "Crossref and PubMed"."""
    names = [SERVICES[name].name if name in SERVICES else name for name in services]
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
