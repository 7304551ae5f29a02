"""Reading and checking batches of rows, whoever brings them: no engine is known here.

A batch in has the columns `row`, `id` and `string`, or in place of `string` the fields of READ; a
batch out has as many rows, in their order. Nothing that a row holds or a bug makes of it is an
exception: such a row comes out with its `error`, since the other millions must not be lost for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pyarrow as pa

from cikrefs.batch.schema import CHECKED, READ, checked_row, read_row, reference_of
from cikrefs.bugs import guarded
from cikrefs.checks.judge import judged
from cikrefs.errors import CikrefsError, InputError, Unavailable
from cikrefs.models import Check, Reference
from cikrefs.printed import parse
from cikrefs.registry import Registry


def read_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield each batch as one of READ: what its strings say."""
    for batch in batches:
        rows = []
        for row in batch.to_pylist():
            found = _reference(row)
            said = _row(found) if isinstance(found, Reference) else {"error": str(found)}
            rows.append({**dict.fromkeys(READ.names), **row, **said})
        yield pa.RecordBatch.from_pylist(rows, schema=READ)


def check_batches(
    batches: Iterable[pa.RecordBatch], registry: Registry, date: str
) -> Iterator[pa.RecordBatch]:
    """Yield each batch as one of CHECKED: what `registry`, of `date`, says of its rows.

    Each row is checked by itself, so a DOI that two rows carry is no finding.
    """
    for batch in batches:
        given = batch.to_pylist()
        rows = [
            {"row": row["row"], "id": row["id"], **said}
            for row, said in zip(given, checked_rows(given, registry, date), strict=True)
        ]
        yield pa.RecordBatch.from_pylist(rows, schema=CHECKED)


def references_of(batch: pa.RecordBatch) -> list[Reference]:
    """Return the references in the rows of a batch, without those that cannot be read."""
    return [one for one in map(_reference, batch.to_pylist()) if isinstance(one, Reference)]


def checked_rows(
    rows: Sequence[Mapping[str, Any]], registry: Registry, date: str
) -> list[dict[str, Any]]:
    """Return what `registry`, of `date`, says of each row: one of CHECKED without row and id.

    A row has a `string`, which is read, or without such a column the fields of READ.
    """
    found = [_reference(row) for row in rows]
    checks = iter(_checks([one for one in found if isinstance(one, Reference)], registry))
    unread = Check(reference=Reference())
    return [
        checked_row(
            next(checks) if isinstance(one, Reference) else replace(unread, unavailable=str(one)),
            date,
        )
        for one in found
    ]


def _row(reference: Reference) -> dict[str, Any]:
    """Return a reference as a row, or why it cannot be one."""
    try:
        return guarded("writing the row", partial(read_row, reference))
    except Unavailable as error:
        return {"error": str(error)}


def _checks(references: list[Reference], registry: Registry) -> list[Check]:
    """Return the checks of references; if a bug costs all, each is unchecked."""
    try:
        return guarded("checking", partial(judged, references, registry))
    except CikrefsError as error:
        return [Check(reference=one, unavailable=str(error)) for one in references]


def _reference(row: Mapping[str, Any]) -> Reference | CikrefsError:
    """Return the reference in a row, or why there is none."""
    if "string" not in row:
        return _made(partial(reference_of, row))
    string = row["string"]
    if not isinstance(string, str) or not string.strip():
        return InputError("the row is empty")
    return _made(partial(parse, string))


def _made(make: Callable[[], Reference]) -> Reference | CikrefsError:
    try:
        return guarded("reading", make)
    except CikrefsError as error:
        return error
