"""The table that is read: Parquet, JSON Lines or CSV with a column of strings, by DuckDB.

Rows are numbered from 1 in the order of the file, so that a part holds the same rows in each run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self

import pyarrow as pa

from cikrefs.errors import InputError, Problem
from cikrefs.registry.snapshot.folder import database, quoted

_LINES: Final = "read_json({}, format = 'newline_delimited'{})"
_CSV: Final = "read_csv({}, header = true, all_varchar = true, delim = ',', quote = '\"'{})"
READERS: Final = {
    ".parquet": "read_parquet({}{})",
    ".jsonl": _LINES,
    ".jsonl.gz": _LINES,
    ".csv": _CSV,
    ".csv.gz": _CSV,
}
"""How a file is read, by the end of its name; CSV as RFC 4180 has it, names in its first line."""

_SAMPLE: Final = 1 << 20
"""Bytes at either end of a file by which it is known again."""


class Input:
    """A table on the disk, of which two columns are read; `spill` is a folder for what is large.

    `id_` names the column of ids; without it that is `id` if there is one, else the row's number.
    Raises InputError for a file that cannot be read, or has no such column.
    """

    def __init__(self, path: Path, column: str, id_: str | None, spill: Path) -> None:
        self._path, self._column, self._id, self._spill = path, column, id_, spill
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self._reader = _reader(self._path)
        fingerprint(self._path)  # which says in plain words that there is no such file
        with ExitStack() as opening:
            self._connection = opening.enter_context(database(self._spill))
            self._connection.execute("SET preserve_insertion_order = true")
            names = self._names()
            for name in (self._column, *([self._id] if self._id else [])):
                if name not in names:
                    message = f"has no column “{name}”; it has {', '.join(names)}"
                    raise InputError(Problem(message, file=str(self._path)))
            self._id = self._id or ("id" if "id" in names else None)
            self._open = opening.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def rows(self) -> int:
        """Return how many rows there are."""
        ((rows,),) = self._connection.execute(f"SELECT count(*) FROM {self._from()}").fetchall()
        return int(rows)

    def batches(self, each: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows in order, `each` in a batch: `row`, `id` and `string`."""
        named = [name for name in (self._id, self._column) if name]
        typed = ""
        if self._reader is _LINES:  # which would guess types by the first lines
            types = ", ".join(f"{quoted(name)}: 'VARCHAR'" for name in dict.fromkeys(named))
            typed = f", columns = {{{types}}}"
        wanted = f"CAST({_name(self._id)} AS VARCHAR)" if self._id else "NULL::VARCHAR"
        string = f"CAST({_name(self._column)} AS VARCHAR)"
        query = f"SELECT {wanted} AS id, {string} AS string FROM {self._from(typed)}"
        first = 1
        for batch in _even(self._connection.sql(query).to_arrow_reader(each), each):
            numbers = range(first, first + batch.num_rows)
            first += batch.num_rows
            counted = pa.array(map(str, numbers), pa.string())
            columns = [
                pa.array(numbers, pa.int64()),
                batch.column("id") if self._id else counted,
                batch.column("string"),
            ]
            yield pa.RecordBatch.from_arrays(columns, ["row", "id", "string"])

    def _names(self) -> list[str]:
        found = self._connection.execute(f"DESCRIBE SELECT * FROM {self._from()}")
        return [row[0] for row in found.fetchall()]

    def _from(self, more: str = "") -> str:
        """Return the table as SQL has it, read with `more` options."""
        return self._reader.format(quoted(self._path), more)


def fingerprint(path: Path) -> str:
    """Return a name for a file by its size, its beginning and its end. Raises InputError."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            beginning = file.read(_SAMPLE)
            file.seek(max(0, size - _SAMPLE))
            return hashlib.sha256(b"%d:%b%b" % (size, beginning, file.read())).hexdigest()
    except FileNotFoundError as error:
        raise InputError(Problem("no such file", file=str(path))) from error
    except OSError as error:
        raise InputError(
            Problem(f"cannot be read: {error.strerror or error}", file=str(path))
        ) from error


def _reader(path: Path) -> str:
    ends = [end for end in READERS if path.name.lower().endswith(end)]
    if not ends:
        message = f"is no table that is read here; its name must end in {', '.join(READERS)}"
        raise InputError(Problem(message, file=str(path)))
    return READERS[ends[0]]


def _name(column: str) -> str:
    """Return the name of a column as SQL has it."""
    return '"' + column.replace('"', '""') + '"'


def _even(found: pa.RecordBatchReader, each: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a reader, in their order, so many in each batch but the last."""
    held: list[pa.RecordBatch] = []
    for batch in found:
        held.append(batch)
        while sum(one.num_rows for one in held) >= each:
            table = pa.Table.from_batches(held)
            yield table.slice(0, each).combine_chunks().to_batches()[0]
            held = table.slice(each).to_batches()
    table = pa.Table.from_batches(held, schema=found.schema)
    if table.num_rows:
        yield table.combine_chunks().to_batches()[0]
