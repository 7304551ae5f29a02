"""Tables of printed strings, read and checked in processes of their own."""

from __future__ import annotations

import csv
import json
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cikrefs import check, checks, read
from cikrefs.errors import InputError, ProgramError
from cikrefs.models import Reference
from cikrefs.printed import parse
from cikrefs.registry.snapshot import Snapshot, build
from tests.conftest import REPORT
from tests.constructed_server import CONSTRUCTED
from tests.test_cli import run as run_command

pytest.importorskip("duckdb", reason="batches take DuckDB, the extra batch")
parquet = pytest.importorskip("pyarrow.parquet", reason="batches take pyarrow, the extra batch")

from cikrefs.batch import Done, Plan, run  # noqa: E402  # which imports pyarrow only when it runs

STRINGS = [str(one.source.text) for one in read(REPORT)]

Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot of the 18 constructed records."""
    folder = tmp_path_factory.mktemp("snapshot")
    build(CONSTRUCTED, folder, date="2026-03")
    return folder


def table(path: Path, strings: Sequence[object], name: str = "string") -> Path:
    """Write strings as the table that the end of the path's name says, with ids "x0" and so on."""
    rows = [{"id": f"x{number}", name: string} for number, string in enumerate(strings)]
    if path.suffix == ".jsonl":
        path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["id", name])
            writer.writeheader()
            writer.writerows(rows)
    else:
        import pyarrow as pa

        parquet.write_table(pa.Table.from_pylist(rows), path)
    return path


def rows_of(target: Path) -> Rows:
    """Return all rows of an output, by their numbers."""
    found = [
        row for path in target.glob("*.parquet") for row in parquet.read_table(path).to_pylist()
    ]
    return sorted(found, key=lambda row: int(row["row"]))


@pytest.mark.parametrize("end", ["parquet", "jsonl", "csv"])
def test_each_kind_of_table_is_read_as_the_strings_are_one_by_one(tmp_path: Path, end: str) -> None:
    source = table(tmp_path / f"in.{end}", STRINGS)
    done = run(source, tmp_path / "out", Plan("read", part=7))
    assert done == Done(18, 0, {})
    rows = rows_of(tmp_path / "out")
    assert [row["row"] for row in rows] == [*range(1, 19)]
    assert [row["id"] for row in rows] == [f"x{number}" for number in range(18)]
    for row, string in zip(rows, STRINGS, strict=True):
        expected = parse(string)
        assert (row["string"], row["title"], row["DOI"]) == (string, expected.title, expected.DOI)
        assert row["author"][0]["family"] == expected.author[0].family
        assert row["year"] == (expected.issued.year if expected.issued else None)
        assert row["confidence"] == expected.source.confidence


@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_is_checked_as_a_plain_loop_checks(
    tmp_path: Path, folder: Path, workers: int
) -> None:
    source = table(tmp_path / "in.parquet", STRINGS)
    plan = Plan("check", snapshot=folder, part=5)
    done = run(source, tmp_path / "out", plan, workers=workers)
    expected = [check([parse(string)], Snapshot(folder))[0] for string in STRINGS]
    rows = rows_of(tmp_path / "out")
    assert [row["status"] for row in rows] == [one.status for one in expected]
    assert [[f["message"] for f in row["findings"]] for row in rows] == [
        [finding.message for finding in one.findings] for one in expected
    ]
    assert [row["error"] for row in rows] == [one.unavailable for one in expected]
    assert {(row["snapshot"], row["doi"] is None) for row in rows} == {("2026-03", False)}
    assert (done.rows, done.errors) == (18, 1)
    assert sum(done.statuses.values()) == 18


def test_the_same_doi_in_two_rows_is_no_finding(tmp_path: Path, folder: Path) -> None:
    source = table(tmp_path / "in.jsonl", [STRINGS[1]] * 2)
    run(source, tmp_path / "out", Plan("check", snapshot=folder))
    one, other = rows_of(tmp_path / "out")
    assert one["findings"] == other["findings"] == []


@pytest.mark.parametrize("what", ["read", "check"])
@pytest.mark.parametrize("end", ["parquet", "jsonl", "csv"])
def test_null_empty_and_endless_strings_give_a_row_each(
    tmp_path: Path, folder: Path, end: str, what: Any
) -> None:
    odd = [
        None,
        "",
        "  \n",
        STRINGS[0],
        "A long one, " * 8500,
        "\x00\x1b[31m\ud800"[:2],
        "10.5555/12",
    ]
    source = table(tmp_path / f"in.{end}", odd)
    done = run(source, tmp_path / "out", Plan(what, snapshot=folder))
    rows = rows_of(tmp_path / "out")
    assert [row["id"] for row in rows] == [f"x{number}" for number in range(7)]
    assert [row["error"] for row in rows[:3]] == ["the row is empty"] * 3
    assert rows[3]["error"] is None
    assert done.rows == 7


def test_a_string_on_two_lines_is_one_reference(tmp_path: Path) -> None:
    cut = STRINGS[1].replace("melanoma", "mela-\nnoma").replace(" stem", "\nstem")
    assert cut.count("\n") == 2
    run(table(tmp_path / "in.parquet", [cut]), tmp_path / "out", Plan("read"))
    ((row),) = rows_of(tmp_path / "out")
    assert (row["title"], row["string"]) == (parse(STRINGS[1]).title, cut)


def test_a_row_that_raises_is_one_row_with_its_error(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cikrefs.batch import batches

    def breaks(string: str) -> Reference:
        if "breaks" in string:
            raise ZeroDivisionError("by nought")
        return parse(string)

    monkeypatch.setattr(batches, "parse", breaks)
    source = table(tmp_path / "in.jsonl", [STRINGS[0], "it breaks", STRINGS[1]])
    run(source, tmp_path / "read", Plan("read"))
    run(source, tmp_path / "checked", Plan("check", snapshot=folder))
    for target in ("read", "checked"):
        errors = [row["error"] for row in rows_of(tmp_path / target)]
        assert errors[0] is errors[2] is None
        assert errors[1].startswith("reading failed: ZeroDivisionError: by nought")
    assert [row["status"] == "unchecked" for row in rows_of(tmp_path / "checked")][1]


def test_a_bug_in_judging_all_leaves_each_row_unchecked(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_: object, __: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("cikrefs.batch.batches.judged", breaks)
    source = table(tmp_path / "in.jsonl", STRINGS[:3])
    assert run(source, tmp_path / "out", Plan("check", snapshot=folder)).statuses == {
        "unchecked": 3
    }


def test_non_strings_and_columns_of_other_names_are_taken(tmp_path: Path) -> None:
    source = table(tmp_path / "in.jsonl", [STRINGS[0], 17, {"a": 1}], name="Ref text")
    run(source, tmp_path / "out", Plan("read", column="Ref text", id="Ref text"))
    rows = rows_of(tmp_path / "out")
    assert [row["id"] for row in rows] == [STRINGS[0], "17", '{"a":1}']
    assert rows[0]["string"] == STRINGS[0]


def test_without_ids_a_row_is_known_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("string\nOne\nTwo\n", encoding="utf-8")
    run(tmp_path / "in.csv", tmp_path / "out", Plan("read"))
    assert [row["id"] for row in rows_of(tmp_path / "out")] == ["1", "2"]


def test_a_table_without_rows_gives_none(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("string\n", encoding="utf-8")
    assert run(tmp_path / "in.csv", tmp_path / "out", Plan("read")) == Done(0, 0, {})


class Stop(Exception):
    """Stands for whatever ends a run."""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_was_ended_goes_on_where_it_was(tmp_path: Path, workers: int) -> None:
    source = table(tmp_path / "in.jsonl", STRINGS)
    plan = Plan("read", part=4)

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Stop

    with pytest.raises(Stop):
        run(source, tmp_path / "out", plan, workers=workers, on_progress=stop)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.parquet")}
    assert before
    (tmp_path / "out" / "part-000004.part").write_bytes(b"half of it")
    told: list[tuple[int, int]] = []
    done = run(
        source, tmp_path / "out", plan, workers=workers, on_progress=lambda *said: told.append(said)
    )
    assert told[-1] == (5, 5)
    assert done.rows == 18
    assert all(path.stat().st_mtime_ns == when for path, when in before.items())
    assert [row["row"] for row in rows_of(tmp_path / "out")] == [*range(1, 19)]


def test_an_output_of_something_else_is_refused(tmp_path: Path, folder: Path) -> None:
    source = table(tmp_path / "in.jsonl", STRINGS[:2])
    run(source, tmp_path / "out", Plan("read"))
    other = table(tmp_path / "other.jsonl", STRINGS[:3])
    newer = tmp_path / "newer"
    build(CONSTRUCTED, newer, date="2026-04")
    run(source, tmp_path / "checked", Plan("check", snapshot=folder))
    for given, target, plan in (
        (other, "out", Plan("read")),
        (source, "out", Plan("check", snapshot=folder)),
        (source, "out", Plan("read", part=3)),
        (source, "checked", Plan("check", snapshot=newer)),
    ):
        with pytest.raises(InputError, match="an output of another input, snapshot or version"):
            run(given, tmp_path / target, plan)
    with pytest.raises(InputError, match="an output of something else"):
        run(source, tmp_path, Plan("read"))


def test_an_output_of_another_version_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = table(tmp_path / "in.jsonl", STRINGS[:2])
    run(source, tmp_path / "out", Plan("read"))
    monkeypatch.setattr("cikrefs.batch.here.__version__", "9.9")
    with pytest.raises(InputError, match="an output of another input, snapshot or version"):
        run(source, tmp_path / "out", Plan("read"))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.jsonl", '{"text": "a"}\n', "has no column “string”; it has text"),
        ("in.jsonl", '{"string": "a"}\n{"string":\n', "Malformed JSON"),
        ("in.parquet", "no Parquet", "in.parquet"),
        ("in.txt", "a", "is no table that is read here"),
        ("in.jsonl", None, "no such file"),
    ],
)
def test_what_cannot_be_read_is_one_error_and_leaves_nothing(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        run(tmp_path / name, tmp_path / "out", Plan("read"))
    assert not (tmp_path / "out").exists()


def test_a_check_takes_a_snapshot(tmp_path: Path) -> None:
    source = table(tmp_path / "in.jsonl", STRINGS[:2])
    with pytest.raises(InputError, match="name its folder"):
        run(source, tmp_path / "out", Plan("check"))
    with pytest.raises(InputError, match="is no snapshot"):
        run(source, tmp_path / "out", Plan("check", snapshot=tmp_path))


@pytest.mark.skipif(os.name != "posix", reason="processes are killed as POSIX has it")
def test_a_process_that_dies_is_told_and_what_is_done_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = table(tmp_path / "in.jsonl", STRINGS)
    with monkeypatch.context() as patched:
        patched.setattr("cikrefs.batch.here._compute", _dies)
        with pytest.raises(ProgramError, match="a process died, perhaps for want of memory"):
            run(source, tmp_path / "out", Plan("read", part=4), workers=2)
    assert run(source, tmp_path / "out", Plan("read", part=4), workers=2).rows == 18


def _dies(_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


# the command


def test_the_command_says_what_came_out_and_exits_by_it(tmp_path: Path, folder: Path) -> None:
    source = table(tmp_path / "in.jsonl", [STRINGS[0], None])
    result = run_command("batch", "read", source, "-o", tmp_path / "out", "--workers", "1")
    assert (result.exit_code, "2 rows, 1 could not be read" in result.stderr) == (3, True)
    source = table(tmp_path / "good.jsonl", [STRINGS[1]])
    arguments = ("batch", "check", source, "-o", tmp_path / "good", "--snapshot", folder)
    result = run_command(*arguments, "--workers", "1")
    assert (result.exit_code, "1 rows, 1 ok" in result.stderr) == (0, True)
    wrong = STRINGS[1].replace("(2017)", "(2009)")
    assert wrong != STRINGS[1]
    source = table(tmp_path / "wrong.jsonl", [wrong])
    arguments = ("batch", "check", source, "-o", tmp_path / "wrong", "--snapshot", folder)
    assert run_command(*arguments, "--workers", "1").exit_code == 1


def test_the_command_exits_with_2_for_what_cannot_be_opened(tmp_path: Path) -> None:
    result = run_command("batch", "read", tmp_path / "none.csv", "-o", tmp_path / "out")
    assert (result.exit_code, "no such file" in result.stderr) == (2, True)


def test_a_list_is_still_searched_for_duplicates(folder: Path) -> None:
    twice = [parse(STRINGS[1])] * 2
    assert any(
        f.rule == "doi-duplicate" for one in check(twice, Snapshot(folder)) for f in one.findings
    )
    judged = checks.judge.judged(twice, Snapshot(folder))
    assert not any(one.findings for one in judged)
