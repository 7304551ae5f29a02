"""Checking by a snapshot, as a user meets it."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cikrefs import check, read
from cikrefs.registry import Registries, Settings
from cikrefs.registry.snapshot import Snapshot
from tests.conftest import REPORT
from tests.constructed_server import CONSTRUCTED, Server
from tests.test_cli import BIB, bib, run

__all__ = ["bib"]

pytest.importorskip("duckdb", reason="snapshots take DuckDB, the extra batch")

DEAD = "10.1016/j.clcc.2022.07.009"
"""The DOI of reference 14, which is registered nowhere."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A snapshot of the 18 constructed records."""
    folder = tmp_path / "snapshot"
    assert run("snapshot", "build", CONSTRUCTED, folder, "--date", "2026-03").exit_code == 0
    return folder


def test_the_checks_are_those_of_the_api_but_for_what_only_others_can_say(
    server: Server, folder: Path
) -> None:
    references = read(REPORT)
    by_api = check(references, Registries(Settings.from_environment()))
    server.requests.clear()
    offline = check(references, Snapshot(folder))
    assert server.requests == []
    assert len(offline) == 18
    for one, other in zip(offline, by_api, strict=True):
        if other.reference.DOI == DEAD:
            assert (other.status, one.status) == ("error", "unchecked")
            assert one.unavailable == f"{DEAD} is not in the snapshot of 2026-03"
        else:
            assert one == other


def test_with_those_who_are_asked_for_misses_all_checks_are_equal(
    server: Server, folder: Path
) -> None:
    references = read(REPORT)
    registries = Registries(Settings.from_environment())
    assert check(references, Snapshot(folder, registries)) == check(references, registries)


def test_the_report_says_of_which_month_the_records_are(folder: Path, bib: Path) -> None:
    result = run("check", bib, "--snapshot", folder, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["references"][0]["asked"] == ["snapshot 2026-03"]
    assert "note: Crossref's records are those of the snapshot of 2026-03" in result.stderr
    said = run("check", bib, "--snapshot", folder, "--verbose").stdout
    assert "the snapshot of 2026-03 answered" in said


def test_a_miss_exits_with_3_and_is_asked_for_on_demand(
    server: Server, folder: Path, bib: Path
) -> None:
    bib.write_text(f"{BIB}@article{{dead, title={{t}}, doi={{{DEAD}}}}}\n", encoding="utf-8")
    result = run("check", bib, "--snapshot", folder)
    assert (result.exit_code, server.requests) == (3, [])
    assert f"{DEAD} is not in the snapshot of 2026-03" in result.stdout
    result = run("check", bib, "--snapshot", folder, "--ask-misses", "--format", "json")
    assert result.exit_code == 1
    one, other = json.loads(result.stdout)["references"]
    assert (one["asked"], other["asked"]) == (["snapshot 2026-03"], ["crossref", "doi.org"])


def test_a_reference_without_doi_is_unchecked(folder: Path, bib: Path) -> None:
    bib.write_text("@article{a, title={30 years of CIK cell therapy}}", encoding="utf-8")
    result = run("check", bib, "--snapshot", folder)
    assert result.exit_code == 3
    assert "the snapshot of 2026-03 cannot be searched" in " ".join(result.stdout.split())


def test_what_a_snapshot_holds_is_said(folder: Path) -> None:
    result = run("snapshot", "info", folder)
    assert result.stdout == "the snapshot of 2026-03: 18 works, 0 aliases\n"


@pytest.mark.parametrize(
    "args",
    [
        ("--ask-misses",),
        ("--locked", "--snapshot", "."),
        ("--snapshot", "."),
        ("--snapshot", "nowhere"),
    ],
)
def test_what_does_not_go_together_or_is_no_snapshot_exits_with_2(
    bib: Path, args: tuple[str, ...]
) -> None:
    result = run("check", bib, *args)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("date", ["2026", "2026-13", "March", "2026-3"])
def test_a_date_that_is_no_month_is_refused(tmp_path: Path, date: str) -> None:
    result = run("snapshot", "build", CONSTRUCTED, tmp_path / "s", "--date", date)
    assert (result.exit_code, "is no month" in result.stderr) == (2, True)


def test_without_duckdb_the_command_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    result = run("snapshot", "build", CONSTRUCTED, tmp_path / "s", "--date", "2026-03")
    assert (result.exit_code, "snapshots take DuckDB; install it by" in result.stderr) == (2, True)
