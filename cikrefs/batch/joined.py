"""A snapshot joined once with all rows of a batch, so that no part has to go through it alone.

To find the DOIs of one part is a pass over the snapshot's keys, and a hundred million rows have
thousands of parts. So all rows are read once before, for nothing but what they will ask for; DuckDB
joins that with the snapshot; and each part finds what it asked for, by its number, in the result.
What it asks for besides, such as a DOI that is like a dead one, is looked up in the snapshot.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
from pyarrow import parquet

from cikrefs.batch.batches import references_of
from cikrefs.bugs import guarded
from cikrefs.checks.judge import keys_of
from cikrefs.checks.match_keys import hashed, match_keys, printed
from cikrefs.errors import Unavailable
from cikrefs.models import Reference
from cikrefs.registry import Query
from cikrefs.registry.snapshot import Snapshot
from cikrefs.registry.snapshot.folder import aside, database, quoted, write_rows
from cikrefs.registry.snapshot.registry import Row

ASKED: Final = pa.schema([("part", pa.int64()), ("key", pa.string()), ("hash", pa.uint64())])
"""What a part asks for: a key of a work, or a hashed match key."""
_ROWS, _MATCHES = "rows.parquet", "matches.parquet"


def is_joined(spill: Path) -> bool:
    """Whether `join` has written into `spill` what it writes."""
    return (spill / _ROWS).exists()


def gather(batch: pa.RecordBatch, part: int, path: Path) -> None:
    """Write what the rows of the part of this number will ask a snapshot for."""
    keys, matched = set[str](), set[int]()
    for one in references_of(batch):
        with suppress(Unavailable):  # it is asked about alone, and its bug is told there
            keys.update(guarded("reading", partial(keys_of, [one], ("crossref",))))
            matched.update(guarded("reading", partial(_hashes, one)))
    rows = [
        *({"part": part, "key": key.lower(), "hash": None} for key in sorted(keys)),
        *({"part": part, "key": None, "hash": key} for key in sorted(matched)),
    ]
    with aside(path) as place:
        parquet.write_table(pa.Table.from_pylist(rows, schema=ASKED), place, compression="zstd")


def _hashes(reference: Reference) -> list[int]:
    return hashed(match_keys(printed(Query.of(reference))))


def join(snapshot: Snapshot, asked: Path, spill: Path) -> None:
    """Write into `spill` what the snapshot holds of what the files in `asked` ask for, by part."""
    wanted = f"read_parquet({quoted(asked / '*.parquet')})"
    works = f"read_parquet({quoted(snapshot.folder / 'works-*.parquet')})"
    found = quoted(spill / _MATCHES)
    with database(spill) as connection:
        keys = f"SELECT part, key FROM {wanted} WHERE key IS NOT NULL"
        if snapshot.info.match_keys:
            pairs = (
                f"SELECT part, m.hash, m.key FROM {wanted} AS w JOIN"
                f" read_parquet({quoted(snapshot.folder / 'match-*.parquet')}) AS m"
                " ON w.hash = m.hash ORDER BY part, m.hash, m.key"
            )
            write_rows(connection, pairs, spill / _MATCHES)
            keys = f"{keys} UNION SELECT part, key FROM read_parquet({found})"
        connection.execute(f"CREATE TEMP TABLE wanted AS SELECT DISTINCT part, key FROM ({keys})")
        connection.execute(
            "CREATE TEMP TABLE held AS SELECT part, key, item, prime"
            f" FROM wanted JOIN {works} USING (key)"
        )
        primes = "SELECT DISTINCT part, prime AS key FROM held WHERE prime IS NOT NULL"
        led = (
            f"SELECT part, key, item, prime FROM ({primes} EXCEPT SELECT part, key FROM held)"
            f" JOIN {works} USING (key)"
        )
        everything = f"SELECT * FROM held UNION ALL {led} ORDER BY part, key"
        write_rows(connection, everything, spill / _ROWS)


class Joined(Snapshot):
    """The snapshot for the part of this number: what it asked for is at hand, the rest looked up.

    `asked` is the file that `gather` wrote for the part, `spill` the folder that `join` wrote into.
    """

    def __init__(self, snapshot: Snapshot, asked: Path, spill: Path, part: int) -> None:
        vars(self).update(vars(snapshot))
        table = parquet.read_table(asked, schema=ASKED)
        self._asked = {key for key in table.column("key").to_pylist() if key is not None}
        self._hashes = {key for key in table.column("hash").to_pylist() if key is not None}
        self._at_hand: dict[str, Row] = {
            key: (key, item, prime)
            for key, item, prime in _of(spill / _ROWS, part, "key, item, prime")
        }
        self._asked |= self._at_hand.keys()
        self._matched: dict[int, list[str]] = defaultdict(list)
        if self.info.match_keys:
            for hash_, key in _of(spill / _MATCHES, part, "hash, key"):
                self._matched[hash_].append(key)

    def _rows(self, keys: Collection[str]) -> Mapping[str, Row]:
        here = {key: self._at_hand[key] for key in keys if key in self._at_hand}
        left = [key for key in keys if key not in self._asked]
        return {**here, **(super()._rows(left) if left else {})}

    def _works(self, keys: Collection[int]) -> dict[int, list[str]]:
        here = {key: self._matched[key] for key in keys if key in self._matched}
        left = [key for key in keys if key not in self._hashes]
        return {**here, **(super()._works(left) if left else {})}


def _of(path: Path, part: int, columns: str) -> list[tuple[Any, ...]]:
    """Return the rows of a part."""
    query = f"SELECT {columns} FROM read_parquet({quoted(path)}) WHERE part = {part} ORDER BY ALL"
    with database(path.parent) as connection:
        return connection.execute(query).fetchall()
