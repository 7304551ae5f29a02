"""Who a DOI is: one question put to all services together.

An answer is a value, because many DOIs are asked at once and answered in parts: a `Record`; None,
the authoritative "there is no such DOI"; or an `Unavailable`, no answer at all. The three never
collapse into one another, and an absence counts only in the words of the service that states it.
Crossref is asked first, in batches; what it does not hold doi.org decides, and what doi.org knows
at another of the services is fetched there. Where doi.org sends back to Crossref, the two
contradict each other, which is no answer. Nothing is imported that talks to a network before the
first question, so that commands that ask nothing start fast.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Protocol

from cikrefs.bugs import guarded
from cikrefs.errors import Unavailable
from cikrefs.models import Record
from cikrefs.registry.query import Query
from cikrefs.registry.searching import Heard, Hits, SearchesMany, Wanted, searched, side_by_side
from cikrefs.registry.services import SERVICES
from cikrefs.registry.settings import Settings

if TYPE_CHECKING:
    from cikrefs.registry.crossref import Crossref
    from cikrefs.registry.doi_org import DoiOrg
    from cikrefs.web.service import Budget, Clock

__all__ = ["Answer", "OnProgress", "Registries", "Registry"]

Answer = Record | Unavailable | None
"""A record; the error that says why nobody answered, as a value; an authoritative "no such DOI"."""

OnProgress = Callable[[int], None]
"""Called with how many of the distinct DOIs of one `look_up` have been answered so far."""


class Registry(Protocol):
    """Whoever can say what a DOI is. DOIs go in bare and well formed ("10.…/…").

    `services` are the names in SERVICES of those that are asked.
    """

    @property
    def services(self) -> Collection[str]: ...

    def look_up(
        self, dois: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        """Return the answer for every one of `dois`, under the DOI exactly as given."""
        ...

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        """Return the records of those of `dois` that Crossref holds, under the DOI as given.

        For guesses: most will not exist, and an absent one is not followed up (neither as an
        alias nor at another agency). Raises Unavailable if any of them could not be asked.
        """
        ...

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
        """Return at most `rows` works at `service` that resemble `query`, the best first.

        They are candidates, never answers. Raises Unavailable.
        """
        ...


class Registries:
    """The Registry made of all SERVICES. `clock` is for tests."""

    def __init__(self, settings: Settings, *, clock: Clock | None = None) -> None:
        self.services: tuple[str, ...] = settings.registries
        self._settings = settings
        self._given_clock = clock
        self._services: dict[str, Any] = {}

    def look_up(
        self, dois: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        """Return the answer for every one of `dois`, under the DOI exactly as given."""
        answers: dict[str, Answer] = {}
        for batch in self._crossref.batches(list(dict.fromkeys(dois))):
            found: Mapping[str, Record | Unavailable] | None = {}
            try:
                if len(batch) > 1:
                    found = guarded("asking", partial(self._crossref.records, batch))
            except Unavailable as error:
                answers.update(dict.fromkeys(batch, error))
            for doi in batch:
                if doi not in answers:
                    answers[doi] = (found or {}).get(doi) or self._look_up_one(doi)
                if on_progress:
                    on_progress(len(answers))
        return {doi: answers[doi] for doi in dois}

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        """Return the records of those of `dois` that Crossref holds, under the DOI as given."""
        answers: dict[str, Record] = {}
        for batch in self._crossref.batches(list(dict.fromkeys(dois))):
            found: Mapping[str, Answer] | None
            found = self._crossref.records(batch) if len(batch) > 1 else None
            if found is None:
                found = {doi: self._crossref.record(doi) for doi in batch}
            answers.update((doi, one) for doi, one in found.items() if isinstance(one, Record))
        return answers

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
        """Return at most `rows` works at `service` that resemble `query`."""
        found: list[Record] = self._made(service).search(query, rows)
        return found

    def search_all(self, wanted: Wanted, rows: int = 5) -> Iterator[Heard]:
        """Yield what every search gave; services are asked side by side, each at its own pace."""
        lanes = {service: self._searches(service, wanted[service], rows) for service in wanted}
        yield from side_by_side(lanes)

    def _searches(self, service: str, queries: Sequence[Query], rows: int) -> Iterator[Hits]:
        """Return an iterator over what the searches give; the service is made now."""
        made = self._made(service)
        if isinstance(made, SearchesMany):
            return made.search_many(queries, rows)
        return (searched(partial(made.search, query, rows)) for query in queries)

    def _look_up_one(self, doi: str) -> Answer:
        try:
            return guarded("asking", partial(self._ask_each, doi))
        except Unavailable as error:
            return error

    def _ask_each(self, doi: str) -> Record | None:
        record = self._crossref.record(doi)
        if record:
            return record
        agency = self._doi_org.agency(doi)
        if agency == "Crossref":
            # such DOIs exist, but what they are nobody says; nor was anything compared
            raise Unavailable(
                f"doi.org says that Crossref registered {doi}, Crossref that it has no record of"
                " it; there is nothing to compare with"
            )
        if agency is None:
            return None
        named = (name for name, row in SERVICES.items() if row.name == agency)
        held: Record | None = next((self._made(name).record(doi) for name in named), None)
        return held or Record(DOI=doi, agency=agency)

    # What follows is imported and made on use: habanero and requests take 0.1 s each to load.

    @cached_property
    def _clock(self) -> Clock:
        from cikrefs.web.service import Clock

        return self._given_clock or Clock()

    @cached_property
    def _budget(self) -> Budget:
        from cikrefs.web.service import Budget

        return Budget(self._settings.timeout)

    def _made(self, name: str) -> Any:
        if name not in self._services:
            self._services[name] = SERVICES[name].made(self._settings, self._budget, self._clock)
        return self._services[name]

    @property
    def _crossref(self) -> Crossref:
        return self._made("crossref")  # type: ignore[no-any-return]

    @property
    def _doi_org(self) -> DoiOrg:
        return self._made("doi")  # type: ignore[no-any-return]
