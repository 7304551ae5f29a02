"""A snapshot is built in two passes, each of parts that a rerun finds done and skips.

First, pieces: some hundred files of the source at a time, cut to what a record is made of and
sorted. Then ranges: every piece's share of a range of DOIs, put together. So no sort is larger than
memory, the source is read once, and what is lost to a crash is one part. A part is written aside
and renamed. Every member of a work is read as JSON and handed on as it is: a typed reader would
stop at, or silently lose, what is a string where a list belongs.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cikrefs import files as disk
from cikrefs.errors import InputError, Problem
from cikrefs.registry.snapshot.folder import (
    LAYOUT,
    MANIFEST,
    PLAN,
    SOURCE,
    TEMPORARY,
    Info,
    OnProgress,
    database,
    info,
    manifest,
    quoted,
    works_file,
    write_rows,
)
from cikrefs.registry.snapshot.queries import RANGE_OF_SPAN, rows_of
from cikrefs.registry.snapshot.sources import File, files_of, says_when

if TYPE_CHECKING:
    import duckdb

PIECES: Final = "pieces"
PIECE: Final = 256_000_000
"""Bytes of source files, packed as they come, that are read together."""
RANGE: Final = 500_000
"""Works in one file of the snapshot."""
RANGING: Final = 0.25
"""What putting ranges together takes, measured against reading the source."""
ROOM: Final = {".gz": 0.6, ".jsonl": 0.15}
"""Bytes of disk that building needs for each byte of source: what was measured, and half more."""


@dataclass(frozen=True, slots=True)
class _Build:
    """What is built from what, where; `each` is how many works a range has."""

    groups: Sequence[Sequence[File]]
    folder: Path
    each: int

    @property
    def pieces(self) -> Path:
        return self.folder / PIECES


def build(
    source: str | Path,
    folder: str | Path,
    on_progress: OnProgress | None = None,
    *,
    date: str = "",
    piece: int = PIECE,
    each: int = RANGE,
) -> Info:
    """Build in `folder` a snapshot of Crossref's public data file `source`; return what it holds.

    `source` is a folder of .jsonl.gz or .json.gz, or one such file. What a run before it has done
    is not done again. `date` is the month, "2026-03"; without it that of the record which Crossref
    indexed last. `on_progress` hears how much of this run is done, and of how much. `piece` is in
    bytes, `each` in works, for tests.

    Raises InputError for a source that is none or damaged, a DOI that stands in it twice, a folder
    that holds something else, and a disk too small; ProgramError without DuckDB.
    """
    folder, files = Path(folder), files_of(Path(source))
    if not date and not says_when(files):
        message = "its works say no day of indexing; name the month, as in --date 2026-03"
        raise InputError(Problem(message, file=str(source)))
    fixed = {"layout": LAYOUT, "source": _fingerprint(files)}
    if _begun(folder, {**fixed, "date": date, "piece": piece, "range": each}):
        return info(folder)
    _make_sure_of_room(files, folder)
    made = _Build([*_groups(files, piece)], folder, each)
    with database(folder) as connection:
        tell = _Progress(made, on_progress or (lambda _done, _total: None))
        _cut(made, connection, tell)
        held = _ranged(made, connection, tell, date)
    disk.write_text(folder / MANIFEST, manifest(held))
    _clear(folder)
    return held


def _fingerprint(files: Sequence[File]) -> str:
    """Return a name for these files, which others do not have."""
    said = json.dumps([(file.path.name, file.size) for file in files])
    return hashlib.sha256(said.encode()).hexdigest()


def _begun(folder: Path, plan: Mapping[str, object]) -> bool:
    """Write the plan into `folder`, or find it there; return whether it is carried out already.

    Raises InputError if the folder holds anything else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = {entry.name for entry in folder.iterdir()}
    except OSError as error:
        raise InputError(
            Problem(f"cannot be written to: {error.strerror}", file=str(folder))
        ) from error
    if PLAN in before or SOURCE in before:
        name = PLAN if PLAN in before else SOURCE
        if json.loads((folder / name).read_text(encoding="utf-8")) != plan:
            message = "holds a snapshot of another source, date or version; build in another folder"
            raise InputError(Problem(message, file=str(folder)))
    elif before:
        message = "holds other files and no snapshot; build in another folder"
        raise InputError(Problem(message, file=str(folder)))
    else:
        disk.write_text(folder / PLAN, json.dumps(plan))
    if MANIFEST not in before:
        return False
    _clear(folder)
    return True


def _clear(folder: Path) -> None:
    """Remove what was needed for building; the plan is kept, to know the source by."""
    if (folder / PLAN).exists():
        (folder / PLAN).replace(folder / SOURCE)
    for name in (PIECES, TEMPORARY):
        shutil.rmtree(folder / name, ignore_errors=True)


def _make_sure_of_room(files: Sequence[File], folder: Path) -> None:
    """Raise InputError if the disk has no room for what is going to be written."""
    written = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
    needed = sum(file.size * ROOM[file.path.suffix.lower()] for file in files) - written
    free = shutil.disk_usage(folder).free
    if needed > free:
        message = f"has {free / 1e9:,.1f} GB left, and building takes about {needed / 1e9:,.1f} GB"
        raise InputError(Problem(message, file=str(folder)))


def _groups(files: Sequence[File], most: int) -> Iterator[list[File]]:
    """Yield the files in groups of one layout and about `most` bytes."""
    group: list[File] = []
    for file in files:
        full = sum(one.size for one in group) + file.size > most
        if group and (full or group[0].layout != file.layout):
            yield group
            group = []
        group.append(file)
    if group:
        yield group


class _Progress:
    """How much of this run is done, in bytes of the source, ranges counted as RANGING of it."""

    def __init__(self, made: _Build, tell: OnProgress) -> None:
        left = [
            sum(file.size for file in group)
            for number, group in enumerate(made.groups)
            if not _piece(made, number).exists()
        ]
        self._all = sum(file.size for group in made.groups for file in group)
        self._total = int(sum(left) + RANGING * self._all)
        self._done, self._tell = 0.0, tell

    def read(self, group: Sequence[File]) -> None:
        self._add(sum(file.size for file in group))

    def ranged(self, ranges: int) -> None:
        self._add(RANGING * self._all / ranges)

    def _add(self, much: float) -> None:
        self._done += much
        self._tell(min(int(self._done), self._total), self._total)


def _piece(made: _Build, number: int) -> Path:
    return made.pieces / f"{number:05}.parquet"


def _cut(made: _Build, connection: duckdb.DuckDBPyConnection, tell: _Progress) -> None:
    """Write a piece for each group of files. Raises InputError for a file without any work."""
    made.pieces.mkdir(exist_ok=True)
    for number, group in enumerate(made.groups):
        path = _piece(made, number)
        if path.exists():
            continue
        write_rows(connection, rows_of(group), path)
        told = connection.execute(
            f"SELECT file FROM read_parquet({quoted(path)}) WHERE item IS NOT NULL GROUP BY file"
        ).fetchall()
        for file in group:
            if (str(file.path),) not in told:
                path.unlink()
                message = "holds no work with a DOI; its layout is none that cikrefs knows"
                raise InputError(Problem(message, file=str(file.path)))
        tell.read(group)


def _ranged(
    made: _Build, connection: duckdb.DuckDBPyConnection, tell: _Progress, date: str
) -> Info:
    """Write a file for each range of DOIs; return what all hold. Raises InputError."""
    pieces = f"read_parquet({quoted(made.pieces / '*.parquet')})"
    bounds = _bounds(made, connection, pieces)
    for number, (low, high) in enumerate(pairwise([*bounds, None])):
        path = made.folder / works_file(number)
        if not path.exists():
            below = f"AND key < {quoted(high)}" if high is not None else ""
            span = f"SELECT * FROM {pieces} WHERE key >= {quoted(low)} {below}"
            connection.execute(f"CREATE OR REPLACE TEMP TABLE span AS {span}")
            _make_sure_of_one(connection)
            write_rows(connection, RANGE_OF_SPAN, path)
        tell.ranged(len(bounds))
    rows = f"read_parquet({quoted(made.folder / 'works-*.parquet')})"
    works, aliases = _one(connection, f"SELECT count(item), count(prime) FROM {rows}")
    (left_out,) = _one(connection, f"SELECT count(*) FROM {pieces} WHERE key IS NULL")
    if not date:
        is_month = "regexp_full_match(indexed, '[0-9]{4}-[0-9]{2}')"
        (date,) = _one(connection, f"SELECT max(indexed) FROM {pieces} WHERE {is_month}")
    return Info(date or "", works, aliases, left_out, tuple(bounds))


def _make_sure_of_one(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise InputError if a DOI has two records."""
    twice = connection.execute(
        "SELECT key, min(file), max(file) FROM span WHERE item IS NOT NULL"
        " GROUP BY key HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    if twice:
        key, one, other = twice
        where = f"in it and in {other}" if one != other else "twice in it"
        message = f"{key} stands {where}; take one of them away, since they may not agree"
        raise InputError(Problem(message, file=one))


def _bounds(made: _Build, connection: duckdb.DuckDBPyConnection, pieces: str) -> list[str]:
    """Return the first key of each range, so that all have about as many works."""
    path = made.pieces / "bounds.json"
    if path.exists():
        bounds: list[str] = json.loads(path.read_text(encoding="utf-8"))
        return bounds
    (total,) = _one(connection, f"SELECT count(key) FROM {pieces}")
    of = max(1, total // 100_000)
    found = connection.execute(
        f"SELECT key FROM {pieces} WHERE key IS NOT NULL AND hash(key) % {of} = 0 ORDER BY key"
    ).fetchall()
    sample = [key for (key,) in found]
    ranges = -(-total // made.each)
    first = [sample[len(sample) * number // ranges] for number in range(1, ranges)]
    bounds = ["", *sorted(set(first))]
    disk.write_text(path, json.dumps(bounds))
    return bounds


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """Return the only row of what a query gives."""
    row: tuple[Any, ...] | None = connection.execute(query).fetchone()
    return row or ()
