"""The folder a snapshot is: what it holds, in which files, and the program that reads them.

`snapshot.json` is written last, so a folder without it is a build that has not ended. The works
stand in `works-0000.parquet` and so on, each a range of DOIs in their order with three columns:
`key`, the DOI in lower case; `item`, Crossref's own JSON cut to what a record is made of; and for
an alias, which has no item, `prime`, the key of the work it leads to. Parquet, since DuckDB,
Spark and Polars read it alike.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cikrefs import installing
from cikrefs.errors import InputError, Problem, ProgramError

if TYPE_CHECKING:
    import duckdb

LAYOUT: Final = 1
MANIFEST: Final = "snapshot.json"
PLAN: Final = "building.json"
"""What is being built, of what; once it is built, it is kept as SOURCE."""
SOURCE: Final = "source.json"
TEMPORARY: Final = "tmp"
MEMORY: Final = "2GB"
"""What DuckDB may take; beyond it writes to the disk."""

OnProgress = Callable[[int, int], None]
"""Hears how much is done, and of how much."""


@dataclass(frozen=True, slots=True)
class Info:
    """What a snapshot holds.

    `date` is the month ("2026-03") of the newest record, or as it was given; `works` and `aliases`
    are numbers of DOIs, `left_out` that of lines without a DOI or that are no JSON. `first` has the
    first key of each file of works. `match_keys` says whether works can be searched for.
    """

    date: str
    works: int
    aliases: int
    left_out: int
    first: tuple[str, ...]
    match_keys: bool = False

    @property
    def name(self) -> str:
        """How people name it: "the snapshot of 2026-03"."""
        return f"the snapshot of {self.date}"


def info(folder: str | Path) -> Info:
    """Return what the snapshot in `folder` holds. Raises InputError if there is none."""
    path = Path(folder) / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        unfinished = Path(folder, PLAN).exists()
        why = "a snapshot whose build has not ended; run it again" if unfinished else "no snapshot"
        raise InputError(Problem(f"is {why}", file=str(folder))) from error
    except (OSError, ValueError) as error:
        raise InputError(Problem(f"cannot be read: {error}", file=str(path))) from error
    return info_of(text, str(path))


def info_of(text: str, file: str) -> Info:
    """Return what the text of a manifest says; `file` names it. Raises InputError."""
    try:
        said = json.loads(text)
    except ValueError as error:
        raise InputError(Problem(f"cannot be read: {error}", file=file)) from error
    if not isinstance(said, dict) or said.pop("cikrefs-snapshot", None) != LAYOUT:
        message = "is not the manifest of a snapshot of this version; build the snapshot anew"
        raise InputError(Problem(message, file=file))
    try:
        return Info(**{**said, "first": tuple(said["first"])})
    except (TypeError, KeyError) as error:
        raise InputError(Problem("is damaged; build the snapshot anew", file=file)) from error


def manifest(held: Info) -> str:
    """Return the text of the manifest of a snapshot that holds this."""
    said = {"cikrefs-snapshot": LAYOUT, **asdict(held)}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def works_file(number: int) -> str:
    """Return the name of the file of the `number`th range of DOIs."""
    return f"works-{number:04}.parquet"


@contextmanager
def database(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a database in memory that may spill into `folder`.

    Raises ProgramError if DuckDB is not installed, InputError for what DuckDB raises meanwhile.
    """
    try:
        import duckdb
    except ImportError as error:
        advice = installing.advice("batch")
        raise ProgramError(f"snapshots take DuckDB; install it by {advice}") from error
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        connection.execute("SET preserve_insertion_order = false")
        connection.execute("SET enable_progress_bar = false")
        connection.execute(f"SET temp_directory = {quoted(folder / TEMPORARY)}")
        try:
            yield connection
        except duckdb.Error as error:
            raise InputError(_meant(str(error))) from error


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Give a place to write the file `path` at, so that it is whole or not there."""
    part = path.with_suffix(".part")
    yield part
    part.replace(path)


def write_rows(connection: duckdb.DuckDBPyConnection, rows: str, path: Path) -> None:
    """Write the rows of a query into the Parquet file `path`, which is whole or not there."""
    layout = "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 4096"
    with aside(path) as part:
        connection.execute(f"COPY ({rows}) TO {quoted(part)} ({layout})")


def quoted(text: object) -> str:
    """Return a text as a string of SQL."""
    return "'" + str(text).replace("'", "''") + "'"


def _meant(message: str) -> Problem:
    """Return what DuckDB's error means to whoever gave the file."""
    first = message.partition("\n")[0]
    _, cut, file = first.partition("Unexpected end of GZIP stream: ")
    if cut:
        return Problem("is cut short: the file ends in the middle; fetch it again", file=file)
    _, other, file = first.partition("Input is not a GZIP stream: ")
    if other:
        return Problem("is no gzip file, or is empty; fetch it again", file=file)
    return Problem(first)
