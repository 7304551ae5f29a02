"""What the shell steps of the workflows and of the action do, with stand-ins for what they call."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cikrefs import cli
from tests.conftest import ROOT, unix
from tests.constructed_server import Server
from tests.scripts import program, run, step

pytestmark = unix

REPORTING = "Open an issue, or add to the one that is open"
TITLE = "The services answer otherwise"
GH = f"""\
#!{sys.executable}
import json, pathlib, sys
if sys.argv[1:3] == ["issue", "list"]:
    print(pathlib.Path("open.json").read_text())
else:
    body = pathlib.Path(sys.argv[sys.argv.index("--body-file") + 1]).read_text()
    pathlib.Path("asked.json").write_text(json.dumps([*sys.argv[1:-1], body]))
"""
"""A stand-in for GitHub's command line: lists what open.json holds, keeps what else it is asked."""


def report_drift(folder: Path, *issues: dict[str, object]) -> list[str]:
    program(folder / "bin" / "gh", GH)
    (folder / "open.json").write_text(json.dumps(issues), encoding="utf-8")
    (folder / "live.txt").write_text("E  assert None\n1 failed\n", encoding="utf-8")
    environment = {"TITLE": TITLE, "RUN": "https://example.org/runs/7"}
    assert run(step(".github/workflows/live.yml", REPORTING), folder, environment) == 0
    asked: list[str] = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    return asked


def test_drift_opens_an_issue_that_shows_the_run_and_what_failed(tmp_path: Path) -> None:
    *asked, body = report_drift(tmp_path, {"number": 3, "title": "Another matter"})
    assert asked == ["issue", "create", "--title", TITLE, "--body-file"]
    assert "https://example.org/runs/7" in body
    assert "\n    E  assert None\n    1 failed\n" in body


def test_drift_is_added_to_the_issue_that_is_open(tmp_path: Path) -> None:
    issues = [{"number": 9, "title": TITLE}, {"number": 3, "title": "Another matter"}]
    *asked, body = report_drift(tmp_path, *issues)
    assert asked == ["issue", "comment", "9", "--body-file"]
    assert "1 failed" in body


@pytest.mark.parametrize(("tag", "code"), [("v1.2.3", 0), ("v1.2.4", 1), ("1.2.30", 1)])
def test_a_release_stops_where_the_tag_is_not_the_version(
    tmp_path: Path, tag: str, code: int
) -> None:
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "cikrefs-1.2.3.tar.gz").touch()
    script = step(".github/workflows/release.yml", "The tag is the version")
    assert run(script, tmp_path, {"TAG": tag}) == code


def check_by_action(folder: Path, file: str, **environment: str) -> int:
    program(
        folder / "temp" / "cikrefs" / "bin" / "cikrefs",
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m cikrefs "$@"\n',
    )
    environment = {
        "FILE": file,
        "LOCKED": "false",
        "CONFIG": "true",
        "FORK": "false",
        "CIKREFS_FAIL_ON": "error",
        "CIKREFS_MAILTO": "",
        "RUNNER_TEMP": str(folder / "temp"),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        **environment,
    }
    return run(step("action.yml", "Check the references"), folder, environment)


def test_the_action_fails_on_wrong_references_and_leaves_its_reports(
    server: Server, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert check_by_action(tmp_path, str(ROOT / "references.bib"), **server.environment) == 1
    assert "title=doi-not-found" in capfd.readouterr().out
    assert (tmp_path / "output").read_text(encoding="utf-8") == "exit-code=1\n"
    assert "10.1016/j.cllc.2022.07.009" in (tmp_path / "summary").read_text(encoding="utf-8")
    assert json.loads((tmp_path / "cikrefs.sarif").read_text(encoding="utf-8"))["runs"]


def test_the_action_tells_an_outage_from_a_finding(tmp_path: Path) -> None:
    nobody = {"CIKREFS_CROSSREF_URL": "http://127.0.0.1:9", "CIKREFS_TIMEOUT": "1"}
    assert check_by_action(tmp_path, str(ROOT / "references.bib"), **nobody) == 3
    assert (tmp_path / "output").read_text(encoding="utf-8") == "exit-code=3\n"


def test_the_action_takes_a_file_name_for_a_file_name(tmp_path: Path) -> None:
    assert check_by_action(tmp_path, "--version") == 2
    assert check_by_action(tmp_path, "$(touch made)") == 2
    assert not (tmp_path / "made").exists()


def test_the_action_asks_nobody_where_the_answers_are_locked(
    server: Server, tmp_path: Path
) -> None:
    bib = tmp_path / "list.bib"
    bib.write_text("@article{a, title = {Work}, doi = {10.1016/j.clcc.2022.07.009}}", "utf-8")
    CliRunner().invoke(cli.main, ["lock", str(bib)], catch_exceptions=False)
    nobody = {"CIKREFS_CROSSREF_URL": "http://127.0.0.1:9", "CIKREFS_TIMEOUT": "1"}
    assert check_by_action(tmp_path, str(bib), **nobody) == 3
    assert check_by_action(tmp_path, str(bib), **nobody, LOCKED="true") == 1


@pytest.mark.parametrize(
    ("given", "code"),
    [({}, 0), ({"FORK": "true"}, 1), ({"CONFIG": "false"}, 1), ({"FORK": ""}, 0)],
    ids=["its own", "of a fork", "not wanted", "no pull request"],
)
def test_the_action_takes_no_settings_of_a_fork(
    server: Server, tmp_path: Path, given: dict[str, str], code: int
) -> None:
    bib = tmp_path / "list.bib"
    bib.write_text("@article{a, title = {Work}, doi = {10.5555/nobody}}", "utf-8")
    accepted = '[[accept]]\nid = "a"\nrule = "doi-not-found"\nreason = "so what"\n'
    (tmp_path / "cikrefs.toml").write_text(accepted, "utf-8")
    assert check_by_action(tmp_path, str(bib), **server.environment, **given) == code
