"""The snapshot as a Registry: it answers by the records it holds, and knows where its end is.

A DOI that is not in it may be newer, another agency's, or nowhere: which of these only somebody
can say who is asked now. So a miss is no answer, and never "there is no such DOI".
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from cikrefs.bugs import guarded
from cikrefs.errors import InputError, Unavailable
from cikrefs.models import Check, Record
from cikrefs.registry.query import Query
from cikrefs.registry.records import crossref_record
from cikrefs.registry.registries import Answer, OnProgress, Registry
from cikrefs.registry.searching import Heard, Hits, Wanted, search_all
from cikrefs.registry.services import SERVICES
from cikrefs.registry.snapshot.folder import database, info, quoted, works_file
from cikrefs.registry.snapshot.matching import works_of
from cikrefs.web.many import batched, value
from cikrefs.web.text import cleaned

_FEW = 100
"""So many keys in one file are found by its row groups' bounds, more by reading its keys."""

_CANDIDATES = 50
"""So many works, those that share the most match keys, are looked at."""

Row = tuple[str, str | None, str | None]
"""A key, its item, the key it leads to."""


class Snapshot:
    """A Registry that knows what a snapshot in `folder` holds; `misses` is asked for the rest.

    Without `misses`, what it does not hold is Unavailable. `answered` has the DOIs of the records
    it answered with, in lower case. Raises InputError if there is no snapshot in `folder`.
    """

    def __init__(self, folder: str | Path, misses: Registry | None = None) -> None:
        self.info = info(folder)
        self.answered: set[str] = set()
        self._folder = Path(folder)
        self._misses = misses

    @property
    def services(self) -> Collection[str]:
        """Crossref, whose records these are, and whoever is asked for what is missing."""
        return self._misses.services if self._misses else ("crossref",)

    def look_up(
        self, keys: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        """Return the answer for every one of `keys`, under the key exactly as given."""
        found: dict[str, Answer] = dict(self.held(keys))
        left = [key for key in dict.fromkeys(keys) if key not in found]
        if self._misses and left:
            before = len(found)
            tell = on_progress or (lambda _: None)
            found |= self._misses.look_up(left, lambda done: tell(before + done))
        elif on_progress:
            on_progress(len(found) + len(left))
        return {key: found[key] if key in found else self._lacks(key) for key in keys}

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        """Return the records of those of `dois` that it holds, or whoever is asked for misses."""
        found = {doi: one for doi, one in self.held(dois).items() if isinstance(one, Record)}
        found = {doi: one for doi, one in found.items() if one.DOI.lower() == doi.lower()}
        left = [doi for doi in dict.fromkeys(dois) if doi not in found]
        return {**found, **self._misses.known(left)} if self._misses and left else found

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
        """Return works that are what `query` means, or whose title it has with other authors.

        Where there are none, or no match keys, whoever is asked for misses is searched. Raises
        Unavailable if nobody is, since to share no key is not to be nowhere.
        """
        ((_, hits),) = self.search_all({service: [query]}, rows)
        if isinstance(hits, Unavailable):
            raise hits
        return hits

    def search_all(self, wanted: Wanted, rows: int = 5) -> Iterator[Heard]:
        """Yield what every search gave, all of them looked up together."""
        queries = wanted.get("crossref", ())
        here: list[Hits] = [hits[:rows] for hits in self._matches(queries)]
        left = {
            **wanted,
            "crossref": [q for q, hits in zip(queries, here, strict=True) if not hits],
        }
        asked = search_all(self._misses, left, rows) if self._misses else self._unasked(left)
        elsewhere: dict[str, deque[Hits]] = defaultdict(deque)
        for service, hits in asked:
            elsewhere[service].append(hits)
        for service in wanted:
            given = here if service == "crossref" else [[] for _ in wanted[service]]
            yield from ((service, hits or elsewhere[service].popleft()) for hits in given)

    def _unasked(self, wanted: Wanted) -> Iterator[Heard]:
        """Yield that nobody was asked."""
        how = (
            "holds no work like it to the letter" if self.info.match_keys else "cannot be searched"
        )
        for service, queries in wanted.items():
            said = f"{self.info.name} {how}, and {SERVICES[service].name} was not asked"
            yield from ((service, Unavailable(said)) for _ in queries)

    def _matches(self, queries: Sequence[Query]) -> list[list[Record]]:
        """Return, for each query, the records that share a match key with it and tell something."""
        if not self.info.match_keys:
            return [[] for _ in queries]
        from cikrefs.checks.match_keys import hashed, match_keys, printed, tells

        references = [printed(query) for query in queries]
        keys = [hashed(match_keys(reference)) for reference in references]
        every = {key for some in keys for key in some}
        found = value(partial(self._works_of, every))
        works = {} if isinstance(found, Unavailable) else found
        near = [Counter(doi for key in some for doi in works.get(key, ())) for some in keys]
        nearest = [_first(one) for one in near]
        held = self.held({doi for some in nearest for doi in some})
        return [
            [one for doi in some if isinstance(one := held.get(doi), Record) and tells(ref, one)]
            for ref, some in zip(references, nearest, strict=True)
        ]

    def held(self, keys: Iterable[str]) -> dict[str, Record | Unavailable]:
        """Return the records it holds of `keys`, aliases those of their primes.

        One that cannot be read is Unavailable.
        """
        lower = {key: key.lower() for key in keys}
        rows = value(partial(self._rows, set(lower.values())))
        if isinstance(rows, Unavailable):
            return dict.fromkeys(lower, rows)
        primes = {row[2] for row in rows.values() if row[2]} - rows.keys()
        led = value(partial(self._rows, primes)) if primes else {}
        if not isinstance(led, Unavailable):
            rows = {**led, **rows}
        found: dict[str, Record | Unavailable] = {}
        for key, name in lower.items():
            _, item, prime = rows.get(name, ("", None, None))
            if prime:
                item = rows.get(prime, ("", None, None))[1]
            if item:
                found[key] = value(partial(_read, item))
        self.answered |= {one.DOI.lower() for one in found.values() if isinstance(one, Record)}
        return found

    def dated(self, check: Check) -> Check:
        """Return a check that says, where Crossref's record is from here, of which month it is."""
        record = check.record
        if record is None or record.DOI.lower() not in self.answered:
            return check
        here = f"snapshot {self.info.date}"
        return replace(check, asked=tuple(here if n == "crossref" else n for n in check.asked))

    def _works_of(self, keys: Collection[int]) -> Mapping[int, Sequence[str]]:
        """Return the DOIs of the works that have each of some hashed match keys."""
        return works_of(self._folder, self.info, keys)

    def _rows(self, keys: Collection[str]) -> Mapping[str, Row]:
        """Return the rows of `keys` that it has. Raises Unavailable if they cannot be read."""
        files: dict[int, list[str]] = defaultdict(list)
        for key in keys:
            files[bisect_right(self.info.first, key) - 1].append(key)
        files.pop(-1, None)
        try:
            return {row[0]: row for row in self._read_files(files)}
        except InputError as error:
            raise Unavailable(f"{self.info.name} cannot be read: {error}") from error

    def _read_files(self, files: Mapping[int, Sequence[str]]) -> Iterator[Row]:
        if not files:
            return
        with database(self._folder) as connection:
            for number, keys in files.items():
                file = quoted(self._folder / works_file(number))
                for some in batched(keys, _FEW) if len(keys) <= 10 * _FEW else [keys]:
                    wanted = f"SELECT key, item, prime FROM read_parquet({file}) WHERE key IN "
                    if len(some) <= _FEW:
                        among = ", ".join(map(quoted, some))
                        yield from connection.execute(f"{wanted} ({among})").fetchall()
                    else:
                        yield from connection.execute(
                            f"{wanted} (SELECT unnest(?))", [list(some)]
                        ).fetchall()

    def _lacks(self, key: str) -> Unavailable:
        return Unavailable(f"{key} is not in {self.info.name}")


def _first(shared: Counter[str]) -> list[str]:
    """Return the DOIs that share the most keys, of equal ones always the same first."""
    return sorted(shared, key=lambda doi: (-shared[doi], doi))[:_CANDIDATES]


def _read(item: str) -> Record:
    """Return the record in an item's JSON. Raises Unavailable."""
    return guarded("reading the record", lambda: crossref_record(cleaned(json.loads(item))))
