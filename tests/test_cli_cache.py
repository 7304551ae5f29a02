"""A list checked again asks nobody, unless somebody wants it asked anew."""

from __future__ import annotations

from pathlib import Path

import pytest

import cikrefs
from tests.conftest import ROOT
from tests.constructed_server import Server
from tests.test_cli import run

BIB = ROOT / "references.bib"


@pytest.fixture(autouse=True)
def _with_a_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("CIKREFS_NO_CACHE")


def test_the_second_check_asks_nobody_and_says_the_same(server: Server) -> None:
    first = run("check", BIB)
    server.requests.clear()
    again = run("check", BIB)
    assert server.requests == []
    assert (again.stdout, again.exit_code) == (first.stdout, first.exit_code)
    assert "answers are kept from the last day; --refresh asks anew" in again.stderr


@pytest.mark.parametrize("option", ["--refresh", "--no-cache"])
def test_an_option_asks_anew(server: Server, option: str) -> None:
    run("check", BIB)
    server.requests.clear()
    assert "kept" not in run("check", BIB, option).stderr
    assert server.requests


def test_without_a_cache_nothing_is_kept(server: Server, tmp_path: Path) -> None:
    run("check", BIB, "--no-cache")
    assert not (tmp_path / "cache" / "cikrefs" / "answers.sqlite").exists()


def test_a_lock_asks_anew_since_it_says_when_it_asked(server: Server, tmp_path: Path) -> None:
    bib = tmp_path / "a.bib"
    bib.write_bytes(BIB.read_bytes())
    run("check", bib)
    server.requests.clear()
    assert run("lock", bib).exit_code == 0
    assert server.requests


def test_a_cache_that_cannot_be_is_told_and_costs_nothing(server: Server, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file in the folder's place", encoding="utf-8")
    result = run("check", BIB)
    assert result.exit_code == 1
    assert "cannot be used: " in result.stderr
    assert result.stderr.count("cannot be used") == 1


def test_the_library_keeps_answers_too(server: Server) -> None:
    record = cikrefs.look_up("10.1002/cam4.70497")
    server.requests.clear()
    assert cikrefs.look_up("10.1002/cam4.70497") == record
    assert server.requests == []
