"""Batches on a real standalone Spark cluster of one master and two workers, on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest

from cikrefs import read as read_list
from cikrefs.errors import InputError
from cikrefs.models import Reference
from cikrefs.printed import parse
from tests import spark_cluster
from tests.conftest import REPORT
from tests.constructed_server import constructed_works
from tests.spark_cluster import Cluster

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

    from cikrefs.registry.snapshot.folder import Info

pytestmark = [
    pytest.mark.slow,  # starts a master, workers and executors, each a Java machine
    pytest.mark.skipif(
        bool(spark_cluster.missing()),
        reason=f"Spark takes what is not here: {', '.join(spark_cluster.missing())}",
    ),
]

STRINGS = [str(one.source.text) for one in read_list(REPORT)]
NUMBER = 2000

Rows = list[dict[str, Any]]
Batches = Iterator["pa.RecordBatch"]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with spark_cluster.running(tmp_path_factory.mktemp("cluster")) as running:
        yield running


@pytest.fixture(scope="module")
def session(cluster: Cluster) -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patched:
        for name, value in spark_cluster.environment().items():
            patched.setenv(name, value)
        settings = {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.executor.memory": "512m",
            "spark.executor.cores": "1",
            "spark.sql.shuffle.partitions": "2",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.extraJavaOptions": spark_cluster.BRIEF,
            "spark.executor.extraJavaOptions": spark_cluster.BRIEF,
            "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        }
        builder = SparkSession.builder.master(cluster.url).appName("cikrefs' tests")
        for name, value in settings.items():
            builder = builder.config(name, value)
        running = builder.getOrCreate()
        running.sparkContext.setLogLevel("OFF")
        yield running
        running.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot, with match keys, of the 18 constructed records.

    The second has another DOI too. The first two stand there again, under DOIs a slip apart.
    """
    from cikrefs.registry.snapshot import add_match_keys, build

    place = tmp_path_factory.mktemp("snapshot")
    first, second, *others = constructed_works()
    twins = [{**first, "DOI": "10.5555/ab12"}, {**second, "DOI": "10.5555/ab21"}]
    second = {**second, "aliases": ["10.5555/Its-Old-Name"]}
    works = [first, second, *others, *twins]
    source = place / "works.jsonl"
    source.write_text("".join(f"{json.dumps(one)}\n" for one in works), encoding="utf-8")
    build(source, place / "snapshot", date="2026-03", each=5)
    add_match_keys(place / "snapshot")
    return place / "snapshot"


def without_doi(string: str) -> str:
    return re.sub(r"\S*10\.\d{4,}/\S+", "", string)


def with_doi(string: str, doi: str) -> str:
    return f"{without_doi(string)} https://doi.org/{doi}"


def strings() -> list[str | None]:
    """Return 2,000 strings, of every kind there is."""
    odd: list[str | None] = [None, "", " \n", "A long one, " * 8500, "it breaks", "10.5555/12"]
    odd += [with_doi(STRINGS[1], "10.5555/its-old-name"), with_doi(STRINGS[0], "10.5555/ab21")]
    odd += [with_doi(string, "10.5555/nobody-has-it") for string in STRINGS]
    odd += [without_doi(string) for string in STRINGS]
    many = (re.sub(r"\d\b", "7", s, count=n) for n, s in enumerate(cycle(STRINGS[:9])))
    return [*odd, *islice(many, NUMBER - len(odd))]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The strings as a table."""
    import pyarrow as pa
    from pyarrow import parquet

    rows = [{"row": n, "id": f"x{n}", "string": one} for n, one in enumerate(strings(), 1)]
    path = tmp_path_factory.mktemp("strings") / "in.parquet"
    parquet.write_table(pa.Table.from_pylist(rows), path, row_group_size=500)
    return path


# What the processes do that compute: the string "it breaks" raises, wherever it is read.


def breaks(string: str) -> Reference:
    if string == "it breaks":
        raise ZeroDivisionError("by nought")
    return parse(string)


def reads_and_breaks(batches: Iterable[pa.RecordBatch]) -> Batches:
    from cikrefs.batch.batches import read_batches

    with patch("cikrefs.batch.batches.parse", breaks):
        yield from read_batches(batches)


def checks_and_breaks(batches: Iterable[pa.RecordBatch], held: Info) -> Batches:
    from cikrefs.batch.rounds import rounds

    with patch("cikrefs.batch.batches.parse", breaks):
        yield from rounds(batches, held)


def computes_and_breaks(job: Any) -> None:
    from cikrefs.batch import here

    with patch("cikrefs.batch.batches.parse", breaks):
        here._compute(job)


def dies(batches: Iterable[pa.RecordBatch]) -> Batches:
    for _ in batches:
        os._exit(3)
    yield from ()


def kills_its_worker_once(killed: Path, batches: Iterable[pa.RecordBatch], held: Info) -> Batches:
    """Do what is to be done, but before the first time something was brought, kill the worker."""
    from cikrefs.batch.rounds import rounds

    for batch in batches:
        if any(row["wanted"] for row in batch.select(["wanted"]).to_pylist()):
            kill_once(killed)
        yield from rounds([batch], held)


def kill_once(killed: Path) -> None:
    try:
        with killed.open("x") as file:
            file.write("by this process")
    except FileExistsError:
        return
    for process in reversed(spark_cluster.executor_and_worker()):
        os.kill(process, signal.SIGKILL)
    signal.pause()  # until it is ended, as its executor is


def sorted_rows(df: DataFrame) -> Rows:
    rows = [row.asDict(recursive=True) for row in df.collect()]
    return sorted(rows, key=lambda row: int(row["row"]))


def rows_of(target: Path) -> Rows:
    from pyarrow import parquet

    rows = [
        row for path in target.glob("*.parquet") for row in parquet.read_table(path).to_pylist()
    ]
    return sorted(rows, key=lambda row: int(row["row"]))


def readable() -> dict[int, str]:
    """Return the strings that can be read, by the numbers of their rows."""
    said = enumerate(strings(), 1)
    return {n: one for n, one in said if one and one.strip() and one != "it breaks"}


@pytest.fixture
def in_the_pool(
    source: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Any], Rows]:
    """Reads or checks the strings by two processes."""
    from cikrefs.batch import Plan, here

    def run(what: Any) -> Rows:
        with monkeypatch.context() as patched:
            patched.setattr(here, "_compute", computes_and_breaks)
            snapshot = folder if what == "check" else None
            plan = Plan(what, snapshot=snapshot, part=500)
            here.run(source, tmp_path / "out", plan, workers=2)
        return rows_of(tmp_path / "out")

    return run


def snapshot_of(session: SparkSession, folder: Path) -> tuple[DataFrame, DataFrame]:
    """Return a snapshot's works and match keys as Spark reads them."""
    names = ("works-*.parquet", "match-*.parquet")
    works, matches = (session.read.parquet(str(folder / name)) for name in names)
    return works, matches


def test_a_loop_a_pool_and_spark_read_the_same(
    session: SparkSession,
    source: Path,
    in_the_pool: Callable[[Any], Rows],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cikrefs.batch import spark
    from cikrefs.batch.schema import read_row

    monkeypatch.setattr(spark, "read_batches", reads_and_breaks)
    rows = sorted_rows(spark.read(session.read.parquet(str(source)).repartition(4)))
    assert len(rows) == NUMBER
    assert rows == in_the_pool("read")
    errors = {row["row"]: row["error"] for row in rows if row["error"]}
    assert {*errors} == {1, 2, 3, 5}
    assert errors[5].startswith("reading failed: ZeroDivisionError: by nought")
    assert [row for row in rows if not row["error"]] == [
        {"row": n, "id": f"x{n}", "string": one, **read_row(parse(one)), "error": None}
        for n, one in readable().items()
    ]


def test_a_loop_a_pool_and_spark_check_the_same(
    session: SparkSession,
    source: Path,
    folder: Path,
    in_the_pool: Callable[[Any], Rows],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cikrefs.batch import spark
    from cikrefs.batch.schema import checked_row
    from cikrefs.checks.judge import judged
    from cikrefs.registry.snapshot import Snapshot

    monkeypatch.setattr(spark, "rounds", checks_and_breaks)
    df = session.read.parquet(str(source)).repartition(4)
    rows = sorted_rows(spark.check(df, *snapshot_of(session, folder)))
    assert len(rows) == NUMBER
    assert rows == in_the_pool("check")
    by_number = {row["row"]: row for row in rows}
    assert [by_number[n]["error"] for n in (1, 2, 3)] == ["the row is empty"] * 3
    assert by_number[5]["error"].startswith("reading failed: ZeroDivisionError: by nought")
    assert by_number[7]["status"] == "ok"  # an alias leads to its prime
    assert by_number[8]["suggestion"] == "10.5555/ab12"  # a slip from another work's DOI
    assert by_number[9]["error"] == "10.5555/nobody-has-it is not in the snapshot of 2026-03"
    # found by its match keys
    assert by_number[29]["suggestion"] == "10.1080/2162402x.2018.1465161"
    assert {(row["status"], bool(row["error"])) for row in rows} >= {("unchecked", True)}
    checks = judged(map(parse, readable().values()), Snapshot(folder))
    assert [row for row in rows if row["row"] in readable()] == [
        {"row": n, "id": f"x{n}", **checked_row(one, "2026-03")}
        for n, one in zip(readable(), checks, strict=True)
    ]


def test_without_match_keys_what_has_no_doi_is_unchecked(
    session: SparkSession, folder: Path
) -> None:
    from cikrefs.batch import spark

    given = [("a", without_doi(STRINGS[1])), ("b", STRINGS[1])]
    df = session.createDataFrame(given, "id string, string string")
    works, _ = snapshot_of(session, folder)
    rows = {row["id"]: row for row in spark.check(df, works).collect()}
    assert [rows[name]["status"] for name in "ab"] == ["unchecked", "ok"]
    assert rows["a"]["error"].startswith("the snapshot of 2026-03 cannot be searched")
    assert rows["a"]["row"] is None


def test_fields_are_checked_as_the_strings_they_were_read_from(
    session: SparkSession, folder: Path
) -> None:
    from cikrefs.batch import spark
    from cikrefs.batch.schema import FIELDS

    given = [(f"x{n}", one) for n, one in enumerate([*STRINGS[1:4], None])]
    df = session.createDataFrame(given, "id string, string string")
    works, _ = snapshot_of(session, folder)
    fields = spark.read(df).select("id", *FIELDS)
    one, other = (
        {row["id"]: (row["status"], row["doi"], row["error"]) for row in table.collect()}
        for table in (spark.check(df, works), spark.check(fields, works))
    )
    assert one == other
    assert one["x3"] == ("unchecked", None, "the row is empty")


def test_rows_that_are_equal_come_out_as_often_as_they_came_in(
    session: SparkSession, folder: Path
) -> None:
    from cikrefs.batch import spark

    given = [*[("a", STRINGS[1])] * 3, ("b", STRINGS[1]), *[(None, None)] * 2]
    df = session.createDataFrame(given, "id string, string string")
    works, _ = snapshot_of(session, folder)
    found = spark.check(df, works.unionByName(works)).collect()  # the works twice, too
    names = sorted(str(row["id"]) for row in found)
    assert names == ["None", "None", "a", "a", "a", "b"]


def test_a_process_that_dies_again_and_again_fails_the_job(
    session: SparkSession, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cikrefs.batch import spark

    monkeypatch.setattr(spark, "read_batches", dies)
    reading = spark.read(session.read.parquet(str(source)))
    with pytest.raises(Exception, match="Python worker exited unexpectedly"):
        reading.collect()


def test_a_worker_killed_on_the_way_costs_no_row_and_gives_none_twice(
    cluster: Cluster,
    session: SparkSession,
    source: Path,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from cikrefs.batch import spark

    killed = tmp_path / "killed"
    monkeypatch.setattr(spark, "rounds", partial(kills_its_worker_once, killed))
    df = session.read.parquet(str(source)).where("row <= 400").repartition(4)
    works, _ = snapshot_of(session, folder)
    spark.check(df, works).write.mode("overwrite").parquet(str(tmp_path / "out"))
    assert killed.exists()
    assert [row["row"] for row in rows_of(tmp_path / "out")] == [*range(1, 401)]
    cluster.add_workers(1)


def test_what_is_missing_is_named(session: SparkSession, folder: Path, tmp_path: Path) -> None:
    from cikrefs.batch import spark

    strings_ = session.createDataFrame([("a", "b")], "id string, string string")
    works, matches = snapshot_of(session, folder)
    loose = session.createDataFrame([("a", "b", "c")], "key string, item string, prime string")
    with pytest.raises(InputError, match=r"no column “string”; there are id, words"):
        spark.read(strings_.withColumnRenamed("string", "words"))
    with pytest.raises(InputError, match=r"no column “id”; there are string"):
        spark.check(strings_.drop("id"), works)
    with pytest.raises(InputError, match=r"no column “item”; there are "):
        spark.check(strings_, matches)
    with pytest.raises(InputError, match="give its month as date"):
        spark.check(strings_, loose)
    assert spark.check(strings_, loose, date="2026-03").columns[0] == "row"
