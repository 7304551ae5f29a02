"""A snapshot of which only some rows are here, and which notes what else it is asked for.

Where tables lie on many machines, a key is not looked up: whoever has the rows brings them (a
join). So a check is made again and again, each time with what it asked for the last time, until it
asks for nothing new. A key that was brought without an item is one that the snapshot lacks. Match
keys are brought likewise, each row leading to a DOI as an alias does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from cikrefs.registry.snapshot.folder import Info
from cikrefs.registry.snapshot.registry import Row, Snapshot

MATCH: Final = "match:"
"""Stands before a hashed match key, which no DOI begins with."""


class Brought(Snapshot):
    """A Registry that knows `rows` of the snapshot that `held` describes.

    A row is a key, its item, and the key it leads to; that of an alias may have the item of its
    prime. `wanted` has the keys that were asked for and not brought: DOIs in lower case, and match
    keys as MATCH with the hash.
    """

    def __init__(self, held: Info, rows: Iterable[Row]) -> None:
        self.info = held
        self.answered: set[str] = set()
        self.wanted: set[str] = set()
        self._misses = None
        self._notices = {}
        self._brought: dict[str, Row] = {}
        self._matched: dict[str, list[str]] = defaultdict(list)
        for key, item, prime in rows:
            if key.startswith(MATCH):
                self._matched[key] += [prime] if prime else []
                continue
            self._brought[key] = (key, None if prime else item, prime)
            if prime:
                self._brought[prime] = (prime, item, None)

    def _works(self, keys: Collection[int]) -> dict[int, list[str]]:
        names = {key: f"{MATCH}{key}" for key in keys}
        self.wanted |= set(names.values()) - self._matched.keys()
        return {key: sorted(self._matched.get(name, ())) for key, name in names.items()}

    def _rows(self, keys: Collection[str]) -> Mapping[str, Row]:
        self.wanted |= set(keys) - self._brought.keys()
        return {key: self._brought[key] for key in keys if key in self._brought}
