"""Batches on many machines: Spark shares out the rows and joins, the rest is what it is elsewhere.

Two functions from a DataFrame to a DataFrame, made of joins and `mapInArrow`, so that Spark alone
says what runs where, what is tried again and what is written. Everything that reads or judges is
in `batches` and `rounds`, which know no Spark. A row is known by what is in it, since numbers that
Spark gives to rows may be others when a machine is lost and its rows are computed again: rows that
are equal are checked once, and come out as often as they came in. Keys that are null or wanted by
nobody never meet in a join, where they would all be one machine's.
"""

from __future__ import annotations

import posixpath
from functools import partial
from typing import TYPE_CHECKING, Final

import pyarrow as pa

from cikrefs.batch.batches import read_batches
from cikrefs.batch.rounds import ROUNDS, STATE, rounds, settled
from cikrefs.batch.schema import CHECKED, FIELDS, READ
from cikrefs.errors import InputError
from cikrefs.registry.snapshot.brought import MATCH
from cikrefs.registry.snapshot.folder import MANIFEST, Info, info_of

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

__all__ = ["check", "read"]

_TYPES: Final = {pa.string(): "string", pa.int32(): "int", pa.int64(): "bigint"}


def read(df: DataFrame) -> DataFrame:
    """Return a table of `cikrefs.batch.schema.READ`: what the printed strings of `df` say.

    `df` has the columns `id` and `string`, and may have `row`, a number, which is null in the
    result where it is missing. There is exactly one row out for each row in; one that cannot be
    read has an `error`. Raises InputError if a column is missing.
    """
    _make_sure_of(df, "id", "string")
    return df.select(*_given(df)).mapInArrow(read_batches, _columns(READ))


def check(
    df: DataFrame,
    snapshot_df: DataFrame,
    match_df: DataFrame | None = None,
    *,
    date: str = "",
) -> DataFrame:
    """Return a table of `cikrefs.batch.schema.CHECKED`: what a snapshot says of each row of `df`.

    `df` has the columns `id` and `string`; or, in place of `string`, those of the fields of READ
    that are known ("title", "author", … , "DOI"), as `read` gives them. It may have `row`. There is
    exactly one row out for each row in; one that cannot be checked has an `error`.

    `snapshot_df` is made of a snapshot's `works-*.parquet`, `match_df` of its `match-*.parquet`;
    without these a reference without DOI is unchecked. `date` is the snapshot's month, "2026-03";
    without it that of the `snapshot.json` which lies beside the files of `snapshot_df`.

    Raises InputError if a column or the month is missing.
    """
    _make_sure_of(df, "id")
    _make_sure_of(snapshot_df, "key", "item", "prime")
    if match_df is not None:
        _make_sure_of(match_df, "hash", "key")
    has_keys = match_df is not None
    held = Info(date or _date(snapshot_df), 0, 0, 0, (), match_keys=has_keys)
    answers = _answers(snapshot_df, match_df)
    state = _begun(df)
    schema, another = state.schema, partial(rounds, held=held)
    state = state.mapInArrow(another, schema)
    for _ in range(ROUNDS[has_keys]):
        state = _joined(state, answers).mapInArrow(another, schema)
    return _each_time(state).mapInArrow(settled, _columns(CHECKED))


def _make_sure_of(df: DataFrame, *names: str) -> None:
    """Raise InputError for a column that is missing."""
    for name in names:
        if name not in df.columns:
            raise InputError(f"there is no column “{name}”; there are {', '.join(df.columns)}")


def _given(df: DataFrame) -> list[Column]:
    """Return the columns of `df` that are used: row, id, and string or the fields there are."""
    from pyspark.sql import functions as fn

    row = fn.col("row") if "row" in df.columns else fn.lit(None)
    columns = [row.cast("bigint").alias("row"), fn.col("id").cast("string").alias("id")]
    if "string" in df.columns:
        return [*columns, fn.col("string").cast("string").alias("string")]
    fields = [name for name in FIELDS if name in df.columns]
    if not fields:
        _make_sure_of(df, "string")
    return [*columns, *map(fn.col, fields)]


def _date(snapshot_df: DataFrame) -> str:
    """Return the month that the manifest beside the files of a snapshot says."""
    folders = {posixpath.dirname(file) for file in snapshot_df.inputFiles()}
    if len(folders) != 1:
        raise InputError("the snapshot's files do not lie in one folder; give its month as date")
    path = posixpath.join(*folders, MANIFEST)
    lines = snapshot_df.sparkSession.read.text(path, wholetext=True).collect()
    return info_of("".join(line[0] for line in lines), path).date


def _answers(snapshot_df: DataFrame, match_df: DataFrame | None) -> DataFrame:
    """Return what each key leads to: its item, with the prime that has it if the key is an alias.

    A match key leads to each DOI that has it. Aliases are few, so that the works stay where they
    are while each machine hears of all aliases.
    """
    from pyspark.sql import functions as fn

    nothing = fn.lit(None).cast("string")
    works = snapshot_df.where("item IS NOT NULL").select("key", "item")
    aliases = snapshot_df.where("item IS NULL AND prime IS NOT NULL").select("key", "prime")
    primes = works.withColumnRenamed("key", "prime")
    led = primes.join(fn.broadcast(aliases), "prime").select("key", "item", "prime")
    answers = works.withColumn("prime", nothing).unionByName(led)
    if match_df is None:
        return answers
    hashed = fn.col("hash").cast("decimal(20,0)").cast("string")
    name, prime = fn.concat(fn.lit(MATCH), hashed), fn.col("key")
    matches = match_df.select(name.alias("key"), nothing.alias("item"), prime.alias("prime"))
    return answers.unionByName(matches)


def _begun(df: DataFrame) -> DataFrame:
    """Return the rows of `df`, equal ones once, as they are before the first round."""
    from pyspark.sql import functions as fn

    given = fn.struct(*_given(df))
    rows = df.select(given.alias("given"), fn.sha2(fn.to_json(given), 256).alias("who"))
    once = rows.groupBy("who").agg(fn.first("given").alias("given"), fn.count("*").alias("times"))
    state = (fn.lit(None).cast(_type(field.type)).alias(field.name) for field in STATE)
    return once.select("who", "given", "times", *state)


def _joined(state: DataFrame, answers: DataFrame) -> DataFrame:
    """Return the rows with what was brought for them: an answer, or null, for each wanted key."""
    from pyspark.sql import functions as fn

    nobodys = fn.concat(fn.lit("nobody's "), "who")
    each = state.select("*", fn.explode_outer("wanted").alias("want"))
    each = each.withColumn("key", fn.coalesce("want", nobodys))
    answer = fn.when(fn.col("want").isNotNull(), fn.struct("key", "item", "prime"))
    kept = [fn.first(name).alias(name) for name in state.columns if name not in ("who", "brought")]
    before = fn.coalesce(fn.first("brought"), fn.array().cast(_type(STATE.field("brought").type)))
    found = fn.array_sort(fn.collect_set(answer))
    brought = fn.concat(before, found).alias("brought")
    all_ = each.join(answers, "key", "left").groupBy("who").agg(*kept, brought)
    return all_.select(*state.columns)


def _each_time(state: DataFrame) -> DataFrame:
    """Return each row as often as it came in."""
    from pyspark.sql import functions as fn

    time = fn.explode(fn.sequence(fn.lit(1).cast("bigint"), "times"))
    return state.select("given", "checked", time.alias("time"))


def _columns(schema: pa.Schema) -> str:
    """Return a schema as Spark writes it."""
    return ", ".join(f"`{field.name}` {_type(field.type)}" for field in schema)


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"array<{_type(kind.value_type)}>"
    if pa.types.is_struct(kind):
        return f"struct<{', '.join(f'`{field.name}`: {_type(field.type)}' for field in kind)}>"
    return _TYPES[kind]
