"""Whoever says nearly the right thing is told what is meant, or gets what is obvious."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import REPORT
from tests.test_cli import BIB, run


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    file = tmp_path / "my list.bib"
    file.write_text(BIB, encoding="utf-8")
    return file


def test_cikrefs_alone_shows_its_help() -> None:
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == run("--help").stdout


@pytest.mark.parametrize(("short", "name"), [("bib", "bibtex"), ("json", "csl-json")])
def test_an_extension_names_its_format(bib: Path, short: str, name: str) -> None:
    result = run("convert", bib, "--to", short)
    assert result.exit_code == 0
    assert result.stdout == run("convert", bib, "--to", name).stdout
    written = run("convert", "-", "--from", short, "--to", "json", stdin=result.stdout)
    assert json.loads(written.stdout)[0]["id"] == "sharma2021"


def test_a_format_that_no_extension_names_is_refused_with_those_there_are(bib: Path) -> None:
    result = run("convert", bib, "--to", "docx")
    assert result.exit_code == 2
    assert "'csl-json', 'ris', 'bibtex'" in result.stderr


@pytest.mark.parametrize("name", ["x.docx", "x.ODT", "x.html", "x.tex"])
def test_a_formatted_list_is_another_command(bib: Path, name: str) -> None:
    result = run("convert", bib, "-o", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"`cikrefs list FILE -o {name}`" in result.stderr


def test_parsing_a_file_of_references_names_the_commands_for_it(bib: Path) -> None:
    result = run("parse", bib)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"`cikrefs check '{bib}'` checks it" in result.stderr


def test_parsing_text_without_a_list_does_not(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("No list.\n", encoding="utf-8")
    for wrong in (file, tmp_path / "missing.bib"):
        result = run("parse", wrong)
        assert result.exit_code == 2
        assert "cikrefs check" not in result.stderr


def test_fixing_a_document_names_the_command_that_makes_a_bib_of_it(nobody: None) -> None:
    result = run("fix", REPORT)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"`cikrefs convert {REPORT} -o references.bib`" in result.stderr


def test_fixing_a_bib_without_references_gives_no_such_advice(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_text("% nothing\n", encoding="utf-8")
    result = run("fix", file)
    assert result.exit_code == 2
    assert "cikrefs convert" not in result.stderr


def test_a_mistyped_rule_is_no_such_rule_and_the_near_ones_are_named() -> None:
    result = run("explain", "doi-mising")
    assert result.exit_code == 2
    assert "no such rule: doi-mising; did you mean doi-missing" in result.stderr
    assert "`cikrefs explain` lists them all" in run("explain", "zzz").stderr


def test_a_mistyped_rule_that_is_accepted_is_no_such_rule(
    nobody: None, bib: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cikrefs.toml").write_text(
        '[[accept]]\nid = "sharma2021"\nrule = "volume-difers"\nreason = "known"\n',
        encoding="utf-8",
    )
    said = run("check", bib, "--timeout", "0.1").stderr
    assert "cikrefs.toml: [[accept]] of sharma2021: no such rule: volume-difers" in said
    assert "did you mean volume-differs" in said


def test_push_says_that_zotero_may_drop_keywords() -> None:
    said = " ".join(run("push", "--help").stdout.split())
    assert "Automatically tag items with keywords and subject headings" in said
