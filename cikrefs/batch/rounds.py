"""Checking in rounds: a row says which keys it wants, whoever has them brings them, and again.

For tables that no single machine holds, where keys are joined and not looked up. The same check is
made in each round (`batches.checked_rows`), of one row by what was brought for it, and a row that
wants nothing more is settled. In the first round a reference wants its DOIs, or its match keys; in
the second, if its DOI is another work's, the DOIs like it, or the works that share its match keys;
in the third, the works found for a wrong DOI. After so many, nothing can be wanted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyarrow as pa

from cikrefs.batch.batches import checked_rows
from cikrefs.batch.schema import CHECKED
from cikrefs.registry.snapshot.brought import Brought
from cikrefs.registry.snapshot.folder import Info

ROUNDS: Final = {False: 2, True: 3}
"""How often keys are brought, by whether there are match keys."""

STATE: Final = pa.schema(
    [
        ("wanted", pa.list_(pa.string())),
        (
            "brought",
            pa.list_(pa.struct([(name, pa.string()) for name in ("key", "item", "prime")])),
        ),
        ("checked", pa.struct([field for field in CHECKED if field.name not in ("row", "id")])),
    ]
)
"""What a row carries from round to round, beside `given`, the row that came in: the keys it wants
(null before the first round), what was brought so far, what the check says by it."""


def rounds(batches: Iterable[pa.RecordBatch], held: Info) -> Iterator[pa.RecordBatch]:
    """Yield each batch of `given` and STATE after another round, by the snapshot `held`."""
    names = STATE.names
    for batch in batches:
        rows = [_next(row, held) for row in batch.to_pylist()]
        columns = [
            pa.array([row[name] for row in rows], STATE.field(name).type)
            if name in names
            else batch.column(name)
            for name in batch.schema.names
        ]
        yield pa.RecordBatch.from_arrays(columns, batch.schema.names)


def settled(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield each batch of `given` and STATE as one of CHECKED."""
    for batch in batches:
        rows = batch.select(["given", "checked"]).to_pylist()
        said = [
            {"row": row["given"]["row"], "id": row["given"]["id"], **row["checked"]} for row in rows
        ]
        yield pa.RecordBatch.from_pylist(said, schema=CHECKED)


def _next(row: dict[str, Any], held: Info) -> dict[str, Any]:
    """Return what a row carries after another round."""
    if row["wanted"] == []:
        return row
    rows = [(one["key"], one["item"], one["prime"]) for one in row["brought"] or ()]
    registry = Brought(held, rows)
    (checked,) = checked_rows([row["given"]], registry, held.date)
    wanted = sorted(registry.wanted)
    return {"wanted": wanted, "brought": row["brought"] if wanted else [], "checked": checked}
