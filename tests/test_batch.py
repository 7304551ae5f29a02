"""Tables of printed strings, read and checked in processes of their own."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cikrefs import check, checks, read
from cikrefs.errors import InputError, ProgramError
from cikrefs.models import Reference
from cikrefs.printed import parse
from cikrefs.registry.snapshot import Snapshot, add_match_keys, build
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


def test_parts_that_are_joined_with_the_snapshot_say_what_one_part_says(tmp_path: Path) -> None:
    works = [json.loads(line) for line in CONSTRUCTED.read_text("utf-8").splitlines()]
    works[0]["aliases"] = ["10.5555/alias"]
    source = tmp_path / "works.jsonl"
    source.write_text("".join(f"{json.dumps(one)}\n" for one in works), encoding="utf-8")
    build(source, tmp_path / "s", date="2026-03", each=6)
    add_match_keys(tmp_path / "s")
    without = [re.sub(r"\s*https?://doi\.org/\S+", "", one) for one in STRINGS]
    alias = f"{without[0]} https://doi.org/10.5555/alias"
    strings = [*STRINGS, *without, alias, "Lee A (2019) Cells. J 1:2. doi:10.5555/nowhere", None]
    table_ = table(tmp_path / "in.jsonl", strings)
    for name, part in (("one", 100), ("many", 4)):
        run(table_, tmp_path / name, Plan("check", snapshot=tmp_path / "s", part=part))
    assert rows_of(tmp_path / "many") == rows_of(tmp_path / "one")
    statuses = [row["status"] for row in rows_of(tmp_path / "many")]
    assert statuses[18:36].count("unchecked") < 3  # they are found by match keys
    assert statuses[36] == statuses[0]
    assert {path.name for path in (tmp_path / "many").iterdir()} == {
        "batch.json",
        *(f"part-{number:06}.parquet" for number in range(10)),
    }


def test_a_part_finds_what_it_asked_for_without_the_snapshot_s_files(tmp_path: Path) -> None:
    import pyarrow as pa

    from cikrefs.batch.joined import Joined, gather, join

    build(CONSTRUCTED, tmp_path / "s", date="2026-03")
    add_match_keys(tmp_path / "s")
    (tmp_path / "asked").mkdir()
    batch = pa.RecordBatch.from_pylist([{"row": 1, "id": "a", "string": STRINGS[0]}])
    gather(batch, 7, tmp_path / "asked" / "7.parquet")
    held = Snapshot(tmp_path / "s")
    asked = [parse(STRINGS[0]), replace(parse(STRINGS[0]), DOI="")]
    expected = [one.findings for one in check(asked, held)]
    join(held, tmp_path / "asked", tmp_path)
    for path in (tmp_path / "s").glob("*.parquet"):
        path.unlink()
    joined = Joined(held, tmp_path / "asked" / "7.parquet", tmp_path, 7)
    found = check(asked, joined)
    assert [one.findings for one in found] == expected
    assert [one.unavailable for one in found] == [None, None]


def test_a_run_that_was_ended_after_the_join_goes_on_from_there(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = table(tmp_path / "in.jsonl", STRINGS)
    plan = Plan("check", snapshot=folder, part=5)
    with monkeypatch.context() as patched:
        patched.setattr("cikrefs.batch.batches.check_batches", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run(source, tmp_path / "out", plan)
    monkeypatch.setattr("cikrefs.batch.joined.gather", lambda *_: 1 / 0)
    assert run(source, tmp_path / "out", plan).rows == 18


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_check_that_is_run_again_makes_the_parts_that_are_not_there(
    tmp_path: Path, folder: Path, lost: int
) -> None:
    source = table(tmp_path / "in.jsonl", STRINGS)
    plan = Plan("check", snapshot=folder, part=5)
    done = run(source, tmp_path / "out", plan)
    rows = rows_of(tmp_path / "out")
    for path in sorted((tmp_path / "out").glob("part-*.parquet"))[:lost]:
        path.unlink()
    assert run(source, tmp_path / "out", plan) == done
    assert rows_of(tmp_path / "out") == rows
