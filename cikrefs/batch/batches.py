"""Reading and checking batches of rows, whoever brings them: no engine is known here.

A batch in has the columns `row`, `id` and `string`; a batch out has as many rows, in their order.
Nothing that a row holds or a bug makes of it is an exception: such a row comes out with its
`error`, since the other millions must not be lost for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import pyarrow as pa

from cikrefs.batch.schema import CHECKED, READ, checked_row, read_row
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
            found = _parsed(row["string"])
            said = _row(found) if isinstance(found, Reference) else {"error": str(found)}
            rows.append({**dict.fromkeys(READ.names), **row, **said})
        yield pa.RecordBatch.from_pylist(rows, schema=READ)


def check_batches(
    batches: Iterable[pa.RecordBatch], registry: Registry, date: str
) -> Iterator[pa.RecordBatch]:
    """Yield each batch as one of CHECKED: what `registry`, of `date`, says of its strings.

    Each row is checked by itself, so a DOI that two rows carry is no finding.
    """
    for batch in batches:
        given = batch.to_pylist()
        found = [_parsed(row["string"]) for row in given]
        references = [one for one in found if isinstance(one, Reference)]
        checks = iter(_checks(references, registry))
        rows = []
        for row, one in zip(given, found, strict=True):
            unread = Check(reference=Reference(), unavailable=str(one))
            check = next(checks) if isinstance(one, Reference) else unread
            rows.append({"row": row["row"], "id": row["id"], **checked_row(check, date)})
        yield pa.RecordBatch.from_pylist(rows, schema=CHECKED)


def references_of(batch: pa.RecordBatch) -> list[Reference]:
    """Return what the strings of a batch say, without those that cannot be read."""
    read = map(_parsed, batch.column("string").to_pylist())
    return [one for one in read if isinstance(one, Reference)]


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


def _parsed(string: object) -> Reference | CikrefsError:
    """Return the reference in a row's string, or why there is none."""
    if not isinstance(string, str) or not string.strip():
        return InputError("the row is empty")
    try:
        return guarded("reading", partial(parse, string))
    except CikrefsError as error:
        return error
