"""The second table of a snapshot: match keys, by which a work without DOI is found.

`match-0000.parquet` and so on are ranges of hashed keys in their order, each with the DOI of a work
that has it. The keys are made in Python, since prints are folded there too, one file of works at a
time, in processes of their own; then put into ranges. A key that more than MOST works have is left
out: it tells nothing, and reading its works would cost more than all others.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import as_completed
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cikrefs import files as disk
from cikrefs.errors import Unavailable
from cikrefs.pool import pool
from cikrefs.registry.records import crossref_record
from cikrefs.registry.snapshot.folder import (
    MANIFEST,
    TEMPORARY,
    Info,
    OnProgress,
    aside,
    database,
    info,
    manifest,
    quoted,
    works_file,
    write_rows,
)
from cikrefs.web.many import value
from cikrefs.web.text import cleaned

if TYPE_CHECKING:
    from cikrefs.models import Record

MOST: Final = 200
"""Works that may share a key; above that it is left out."""
_PARTS: Final = "keys"
_ROWS: Final = 5000


def add_match_keys(
    folder: str | Path, on_progress: OnProgress | None = None, *, workers: int = 1
) -> Info:
    """Add match keys to the snapshot in `folder`, if it has none; return what it holds now.

    `workers` are processes; more than one only where the program's main module can be imported
    again. What a run before it has done is not done again. `on_progress` hears how many files of
    how many are done. Raises InputError and ProgramError as building does.
    """
    folder, held = Path(folder), info(folder)
    if held.match_keys:
        return held
    (folder / _PARTS).mkdir(exist_ok=True)
    tell = on_progress or (lambda _done, _total: None)
    numbers = range(len(held.first))
    left = [number for number in numbers if not _part(folder, number).exists()]
    for done, _ in enumerate(_made(folder, left, workers), 1):
        tell(done, len(left) + 1)
    with database(folder) as connection:
        for number in numbers:
            path = folder / match_file(number)
            if not path.exists():
                write_rows(connection, _range(folder, number, len(held.first)), path)
    held = replace(held, match_keys=True)
    disk.write_text(folder / MANIFEST, manifest(held))
    for name in (_PARTS, TEMPORARY):
        shutil.rmtree(folder / name, ignore_errors=True)
    tell(len(left) + 1, len(left) + 1)
    return held


def match_file(number: int) -> str:
    """Return the name of the file of the `number`th range of hashed keys."""
    return f"match-{number:04}.parquet"


def works_of(folder: Path, held: Info, keys: Collection[int]) -> dict[int, list[str]]:
    """Return the DOIs, in lower case, of the works that have each of some hashed keys.

    Raises InputError if they cannot be read.
    """
    found: dict[int, list[str]] = {}
    ranges = len(held.first)
    numbers = sorted({key * ranges >> 64 for key in keys})
    if not numbers:
        return found
    files = ", ".join(quoted(folder / match_file(number)) for number in numbers)
    wanted = f"SELECT hash, key FROM read_parquet([{files}]) WHERE hash IN"
    with database(folder) as connection:
        if len(keys) <= MOST:
            rows = connection.execute(f"{wanted} ({', '.join(map(str, keys))})").fetchall()
        else:
            query = f"{wanted} (SELECT unnest(?::UBIGINT[]))"
            rows = connection.execute(query, [list(keys)]).fetchall()
    for key, doi in sorted(rows):  # DuckDB keeps no order
        found.setdefault(key, []).append(doi)
    return found


def _made(folder: Path, numbers: Collection[int], workers: int) -> Iterator[object]:
    """Write the keys of each file of works; yield as each is done."""
    write = partial(_write_keys, folder)
    if workers < 2:
        yield from map(write, numbers)
        return
    with pool(workers) as processes:
        for future in as_completed([processes.submit(write, number) for number in numbers]):
            yield future.result()


def _part(folder: Path, number: int) -> Path:
    return folder / _PARTS / f"{number:04}.parquet"


def _write_keys(folder: Path, number: int) -> None:
    """Write the keys of one file of works, sorted, with the works' DOIs."""
    import pyarrow as pa
    from pyarrow import parquet

    keys = [pair for doi, item in _items(folder, number) for pair in _keys(doi, item)]
    keys.sort()
    columns = {
        "hash": pa.array([key for key, _ in keys], pa.uint64()),
        "key": pa.array([doi for _, doi in keys], pa.string()),
    }
    with aside(_part(folder, number)) as part:
        parquet.write_table(pa.table(columns), part, row_group_size=4096, compression="zstd")


def _items(folder: Path, number: int) -> Iterator[tuple[str, str]]:
    file = quoted(folder / works_file(number))
    with database(folder) as connection:
        found = connection.execute(
            f"SELECT key, item FROM read_parquet({file}) WHERE item IS NOT NULL"
        )
        while rows := found.fetchmany(_ROWS):
            yield from rows


def _keys(doi: str, item: str) -> Iterator[tuple[int, str]]:
    """Yield the hashed keys of a work; none for one that cannot be read."""
    from cikrefs.checks.match_keys import hashed, match_keys

    record: Record | Unavailable = value(lambda: crossref_record(cleaned(json.loads(item))))
    if not isinstance(record, Unavailable):
        yield from ((key, doi) for key in hashed(match_keys(record)))


def _range(folder: Path, number: int, ranges: int) -> str:
    """Return the query for the rows of one range of hashed keys."""
    low, high = ((at << 64) // ranges + bool((at << 64) % ranges) for at in (number, number + 1))
    return f"""
        SELECT hash, key FROM read_parquet({quoted(folder / _PARTS / "*.parquet")})
        WHERE hash >= {low} AND hash <= {high - 1}
        QUALIFY count(*) OVER (PARTITION BY hash) <= {MOST} ORDER BY hash, key"""
