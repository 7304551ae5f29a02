"""Retraction Watch's list beside a snapshot; its rows here are constructed."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cikrefs import cli
from cikrefs.errors import InputError
from cikrefs.models import Date, Notice, Record
from cikrefs.registry.snapshot.retractions import read, with_notices

HEAD = (
    "Record ID,Title,RetractionDate,RetractionDOI,OriginalPaperDOI,OriginalPaperPubMedID,"
    "RetractionNature,Reason\n"
)
RETRACTED = Notice("retracted", "10.5555/notice", Date(2026, 7, 15), "retraction-watch")


def listed(folder: Path, *rows: str) -> Path:
    path = folder / "watch.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def row(original: str, nature: str, notice: str = "10.5555/notice", day: str = "7/15/2026") -> str:
    return f'1,"Cells, of mice",{day} 0:00,{notice},{original},0,{nature},+Error;'


@pytest.mark.parametrize(
    ("nature", "kind"),
    [
        ("Retraction", "retracted"),
        ("Expression of concern", "concern"),
        ("Correction", "corrected"),
    ],
)
def test_a_row_is_a_notice_about_the_original_paper(tmp_path: Path, nature: str, kind: str) -> None:
    (notice,) = read(listed(tmp_path, row("10.5555/A", nature)))["10.5555/a"]
    assert (notice.kind, notice.DOI, notice.date) == (kind, "10.5555/notice", Date(2026, 7, 15))


@pytest.mark.parametrize("doi", ["unavailable", "Unavailable", "", "0"])
def test_a_work_without_a_doi_cannot_be_joined(tmp_path: Path, doi: str) -> None:
    assert read(listed(tmp_path, row(doi, "Retraction"))) == {}


def test_a_notice_under_the_paper_s_own_doi_or_none_has_no_doi(tmp_path: Path) -> None:
    own = row("10.5555/a", "Retraction", "10.5555/A")
    none = row("10.5555/b", "Retraction", "unavailable")
    found = read(listed(tmp_path, own, none))
    assert {one.DOI for some in found.values() for one in some} == {""}


def test_a_work_that_was_reinstated_later_is_not_retracted(tmp_path: Path) -> None:
    retraction = row("10.5555/a", "Retraction", day="7/15/2026")
    later = row("10.5555/a", "Reinstatement", day="8/1/2026")
    earlier = row("10.5555/a", "Reinstatement", day="1/1/2020")
    assert read(listed(tmp_path, retraction, later))["10.5555/a"] == ()
    assert read(listed(tmp_path, retraction, earlier))["10.5555/a"] == (RETRACTED,)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((), (RETRACTED,)),
        ((RETRACTED,), (RETRACTED,)),
        ((Notice("retracted", "10.5555/NOTICE"),), (Notice("retracted", "10.5555/NOTICE"),)),
        ((Notice("corrected"),), (Notice("corrected"), RETRACTED)),
    ],
)
def test_what_a_record_says_itself_is_not_said_twice(
    tmp_path: Path, held: tuple[Notice, ...], expected: tuple[Notice, ...]
) -> None:
    notices = read(listed(tmp_path, row("10.5555/a", "Retraction")))
    record = Record(DOI="10.5555/A", notices=held)
    assert with_notices(record, notices).notices == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a,b\n1,2\n", "is not Retraction Watch's CSV; it has no column OriginalPaperDOI"),
        (b"", "is not Retraction Watch's CSV"),
        (b"\x00\xff\xfe", "is not Retraction Watch's CSV"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        read(path)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read(tmp_path / "nothere.csv")


def checked(*options: str) -> list[str]:
    result = CliRunner().invoke(
        cli.main, ["check", "a.bib", "--snapshot", "s", "--format", "json", *options]
    )
    report = json.loads(result.stdout)
    return [one["rule"] for one in report["references"][0]["findings"]]


def test_a_retraction_that_the_snapshot_does_not_know_is_found_in_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("duckdb", reason="snapshots take DuckDB, the extra batch")
    monkeypatch.chdir(tmp_path)
    item = {"DOI": "10.5555/a", "type": "journal-article", "title": ["Cells of hibernating mice"]}
    Path("0.jsonl.gz").write_bytes(gzip.compress(f"{json.dumps(item)}\n".encode()))
    Path("a.bib").write_text(
        "@article{a, title={Cells of hibernating mice}, doi={10.5555/A}}\n", encoding="utf-8"
    )
    built = CliRunner().invoke(
        cli.main, ["snapshot", "build", "0.jsonl.gz", "s", "--date", "2026-03"]
    )
    assert built.exit_code == 0
    listed(tmp_path, row("10.5555/a", "Retraction"))
    assert "retracted" not in checked()
    assert "retracted" in checked("--retractions", "watch.csv")


def test_the_list_goes_with_a_snapshot_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_text("@book{a, title={T}}\n", encoding="utf-8")
    result = CliRunner().invoke(cli.main, ["check", str(path), "--retractions", "x.csv"])
    assert (result.exit_code, "--retractions goes with --snapshot" in result.stderr) == (2, True)
