"""Who an identifier is: one question put to all services together.

An identifier is named by its key (`cikrefs.identifiers`). An answer is a value, because many are
asked at once and answered in parts: a `Record`; None, the authoritative "there is no such thing";
or an `Unavailable`, no answer at all. The three never collapse into one another, and an absence
counts only in the words of the service that states it. Of a DOI Crossref is asked first, in
batches; what it does not hold doi.org decides, and what doi.org knows at another agency is fetched
there. Where doi.org sends back to Crossref, the two contradict each other, which is no answer.
arXiv's DOIs are DataCite's, which is asked at once. Nothing is imported that talks to a network
before the first question, so that commands that ask nothing start fast.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property, partial
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Protocol

from cikrefs.bugs import guarded
from cikrefs.errors import Unavailable
from cikrefs.identifiers import ARXIV_DOI, kind_of
from cikrefs.models import Record
from cikrefs.registry.query import Query
from cikrefs.registry.searching import Heard, Hits, SearchesMany, Wanted, side_by_side
from cikrefs.registry.services import HOLDERS, SERVICES
from cikrefs.registry.settings import Settings
from cikrefs.web.many import batched, value

if TYPE_CHECKING:
    from cikrefs.registry.crossref import Crossref
    from cikrefs.registry.doi_org import DoiOrg
    from cikrefs.web.service import Budget, Clock

__all__ = ["Answer", "OnProgress", "Registries", "Registry"]

Answer = Record | Unavailable | None
"""A record; the error that says why nobody answered, as a value; an authoritative "no such"."""

OnProgress = Callable[[int], None]
"""Called with how many of the distinct keys of one `look_up` have been answered so far."""

PIECE: Final = 200
"""How many keys of one kind are answered together, between two words of progress."""

_UNASKED: Final = Unavailable("nobody was asked")


class Registry(Protocol):
    """Whoever can say what an identifier is.

    Keys are bare and well-formed DOIs ("10.…/…"), "pmid:123", "pmcid:PMC123" and "isbn:978…".

    `services` are the names in SERVICES of those that are asked.
    """

    @property
    def services(self) -> Collection[str]: ...

    def look_up(
        self, keys: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        """Return the answer for every one of `keys`, under the key exactly as given."""
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
        self._making = Lock()

    def look_up(
        self, keys: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        """Return the answer for every one of `keys`, under the key exactly as given.

        Different services are asked side by side. What was asked in an outage that has passed is
        asked again, once, at the end.
        """
        by_kind: dict[str, list[str]] = defaultdict(list)
        for key in dict.fromkeys(keys):
            by_kind[self._kind(key)].append(key)
        answers: dict[str, Answer] = {}
        for _again in range(2):
            lanes = {kind: self._lane(kind, those) for kind, those in by_kind.items()}
            failed, by_kind = defaultdict[str, list[str]](list), defaultdict(list)
            for kind, part in side_by_side(lanes):
                answers |= part
                left = [key for key, one in part.items() if _may_pass(one)]
                failed[kind] += left
                if len(left) < len(part):  # so it answers again
                    by_kind[kind] += failed.pop(kind)
                if on_progress:
                    on_progress(len(answers))
        return {key: answers[key] for key in keys}

    def _kind(self, key: str) -> str:
        """Return the kind of a key: that of HOLDERS, or "doi"."""
        if key.lower().startswith(ARXIV_DOI) and "datacite" in self.services:
            return "arxiv"
        return kind_of(key)

    def _lane(self, kind: str, keys: Sequence[str]) -> Iterator[dict[str, Answer]]:
        """Return an iterator over the answers for keys of one kind; the services are made now."""
        if kind == "doi":
            return self._of_dois(keys)
        made = [self._made(name) for name in HOLDERS[kind] if name in self.services]
        return self._of_others(kind, keys, made)

    def _of_dois(self, dois: Sequence[str]) -> Iterator[dict[str, Answer]]:
        if "crossref" not in self.services:
            yield from ({doi: self._look_up_one(doi)} for doi in dois)
            return
        for batch in self._crossref.batches(dois):
            found: Mapping[str, Record | Unavailable] | Unavailable | None = {}
            if len(batch) > 1:
                found = value(partial(self._crossref.records, batch))
            for doi in batch:
                if isinstance(found, Unavailable):
                    yield {doi: found}
                    continue
                lacked = len(batch) > 1 and found is not None
                yield {doi: (found or {}).get(doi) or self._look_up_one(doi, lacked=lacked)}

    def _of_others(
        self, kind: str, keys: Sequence[str], services: Sequence[Any]
    ) -> Iterator[dict[str, Answer]]:
        """Yield the answers for keys of one kind, of the first service that answers.

        An absence counts in the words of the first one only: who stands in may be late to know.
        """
        for batch in batched(keys, PIECE):
            answers: dict[str, Answer] = {}
            for number, service in enumerate(services):
                left = [key for key in batch if isinstance(answers.get(key, _UNASKED), Unavailable)]
                said = value(partial(_said, service, kind, left)) if left else {}
                if isinstance(said, Unavailable):
                    said = dict.fromkeys(left, said)
                answers |= {key: one for key, one in said.items() if not number or one is not None}
            for key in batch:
                if kind == "arxiv" and answers[key] is None:
                    answers[key] = self._look_up_one(key)
            yield answers

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        """Return the records of those of `dois` that Crossref holds, under the DOI as given."""
        answers: dict[str, Record] = {}
        if "crossref" not in self.services:
            return answers
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
        return (value(partial(made.search, query, rows)) for query in queries)

    def _look_up_one(self, doi: str, *, lacked: bool = False) -> Answer:
        try:
            return guarded("asking", partial(self._ask_each, doi, lacked=lacked))
        except Unavailable as error:
            return error

    def _ask_each(self, doi: str, *, lacked: bool) -> Record | None:
        """Return who a DOI is. Of one that a list of Crossref's `lacked`, doi.org is asked first.

        Then a dead one takes one request; what doi.org gives to Crossref may still be an alias, as
        may what doi.org does not answer for. That Crossref alone has no record says nothing then.
        """
        by_crossref = "crossref" in self.services
        record = self._crossref.record(doi) if by_crossref and not lacked else None
        if record:
            return record
        try:
            agency = self._doi_org.agency(doi)
        except Unavailable:
            if by_crossref and lacked and (record := self._crossref.record(doi)):
                return record
            raise
        if agency == "Crossref" and lacked and (record := self._crossref.record(doi)):
            return record
        if agency == "Crossref" and by_crossref:
            # such DOIs exist, but what they are nobody says; nor was anything compared
            raise Unavailable(
                f"doi.org says that Crossref registered {doi}, Crossref that it has no record of"
                " it; there is nothing to compare with"
            )
        if agency is None:
            return None
        if agency == "Crossref":
            return Record(DOI=doi)
        held: Record | None = None
        if agency != SERVICES["datacite"].name:
            held = self._doi_org.record(doi, agency)
        elif "datacite" in self.services:
            held = self._made("datacite").record(doi)
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
        with self._making:
            if name not in self._services:
                row = SERVICES[name]
                self._services[name] = row.made(self._settings, self._budget, self._clock)
            return self._services[name]

    @property
    def _crossref(self) -> Crossref:
        return self._made("crossref")  # type: ignore[no-any-return]

    @property
    def _doi_org(self) -> DoiOrg:
        return self._made("doi")  # type: ignore[no-any-return]


def _may_pass(answer: Answer) -> bool:
    return isinstance(answer, Unavailable) and answer.passing


def _said(service: Any, kind: str, keys: Sequence[str]) -> dict[str, Answer]:
    """Return what `service` says about keys of one kind."""
    bare = {key: key if kind == "arxiv" else key.partition(":")[2] for key in keys}
    ask = service.by_pmcid if kind == "pmcid" else service.records
    found: dict[str, Answer] = ask(list(bare.values()))
    return {key: found[name] for key, name in bare.items()}
