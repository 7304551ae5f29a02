"""A bug that costs a reference: the report is there, and --debug shows where it happened."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cikrefs import cli
from cikrefs.checks import compare, suggest
from cikrefs.models import Record, Reference
from tests.conftest import REPORT
from tests.constructed_server import Server


@pytest.fixture(autouse=True)
def _bug(monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    """Comparing one of the 18 references is a bug."""

    def crash(reference: Reference, record: Record) -> object:
        if reference.id == "sharma2023":
            raise ZeroDivisionError("a bug of this test")
        return compare.agreements_of(reference, record)

    monkeypatch.setattr(suggest, "agreements_of", crash)


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(arg) for arg in args])


def test_the_others_are_reported_and_the_bug_is_told() -> None:
    result = run("check", REPORT, "--format", "json")
    report = json.loads(result.stdout)
    (unchecked,) = (one for one in report["references"] if one["status"] == "unchecked")
    assert report["summary"] == {
        "references": 18,
        "ok": 14,
        "warning": 2,
        "error": 1,
        "unconfirmed": 0,
        "unchecked": 1,
    }
    assert unchecked["id"] == "sharma2023"
    assert unchecked["unavailable"] == (
        "judging failed: ZeroDivisionError: a bug of this test; this is a bug, please report it"
    )
    assert "Traceback" not in result.stderr


def test_a_bug_alone_exits_with_3(tmp_path: Path) -> None:
    file = tmp_path / "list.bib"
    file.write_text("@article{sharma2023, title = {t}, doi = {10.1186/s13046-021-02184-2}}\n")
    assert run("check", file).exit_code == 3


def test_debug_before_the_command_shows_the_traceback_on_standard_error() -> None:
    result = run("--debug", "check", REPORT, "--format", "json")
    assert json.loads(result.stdout)["summary"]["unchecked"] == 1
    assert result.stderr.count("Traceback (most recent call last)") == 1
    assert 'raise ZeroDivisionError("a bug of this test")' in result.stderr


@pytest.mark.parametrize(("value", "shown"), [("1", True), ("0", False), ("", False)])
def test_the_environment_can_ask_for_it(
    value: str, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIKREFS_DEBUG", value)
    assert ("Traceback" in run("check", REPORT).stderr) is shown


def test_debug_ends_with_the_command() -> None:
    before = logging.getLogger("cikrefs").level
    run("--debug", "check", REPORT)
    logger = logging.getLogger("cikrefs")
    assert (logger.handlers, logger.level) == ([], before)
