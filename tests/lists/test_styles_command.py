"""`cikrefs styles` searches what is installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cikrefs import cli, installing
from cikrefs.cli import styles as styling
from tests.lists import styles_made
from tests.lists.styles_made import put, put_dependent

NUMERIC = '<category citation-format="numeric"/>'
MEDICINE = '<category field="medicine"/>'


def run(*args: str) -> Result:
    return CliRunner().invoke(cli.main, ["styles", *args])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return styles_made.only(monkeypatch, tmp_path / "styles")


@pytest.fixture
def some(folder: Path) -> Path:
    put(folder, "annals-of-cats", "Annals of Cats", NUMERIC + MEDICINE)
    put(folder, "cats", "Cats", "<issn>1234-567X</issn>")
    put(folder, "cats-today", "Cats Today", NUMERIC)
    put_dependent(folder, "cats-abroad", "cats")
    put(folder, "dogs", "Dogs")
    return folder


def names(result: Result) -> list[str]:
    return [line.split()[0] for line in result.stdout.splitlines()]


def test_the_exact_name_comes_first_then_what_starts_so_then_the_rest(some: Path) -> None:
    result = run("cats")
    assert result.exit_code == 0
    assert names(result) == ["cats", "cats-today", "cats-abroad", "annals-of-cats"]


def test_an_exact_title_comes_before_what_starts_so(some: Path) -> None:
    put_dependent(some, "zz", "cats", "<title-short>Cats Toda</title-short>")
    assert names(run("cats-toda")) == ["zz", "cats-today"]


def test_a_line_has_name_kind_title_and_what_is_followed(some: Path) -> None:
    lines = run("cats").stdout.splitlines()
    assert lines[1].split(maxsplit=2) == ["cats-today", "numeric", "Cats Today"]
    assert lines[2].endswith("Title of cats-abroad (follows cats)")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["today"], ["cats-today"]),
        (["CATS", "Annals"], ["annals-of-cats"]),
        (["1234-567x"], ["cats"]),
        (["medicine"], ["annals-of-cats"]),
        (["numeric", "today"], ["cats-today"]),
        (["cikrefs"], ["cikrefs"]),
    ],
)
def test_all_words_must_be_said_somewhere(
    some: Path, words: list[str], expected: list[str]
) -> None:
    assert names(run(*words)) == expected


def test_punctuation_alone_finds_nothing(some: Path) -> None:
    assert (run("***").exit_code, run("***").stdout) == (2, "")


def test_what_nothing_has_exits_with_2_and_the_nearest_names(some: Path) -> None:
    result = run("catz")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no installed style has “catz”; near: cats" in result.stderr


def test_json_says_all_that_is_known(some: Path) -> None:
    assert json.loads(run("--format", "json", "1234").stdout) == [
        {
            "name": "cats",
            "title": "Cats",
            "id": "https://styles.example.org/cats",
            "kind": None,
            "fields": [],
            "issn": ["1234-567X"],
            "follows": None,
            "locale": None,
            "path": str(some / "cats.csl"),
        }
    ]


def test_json_of_nothing_is_an_empty_list(some: Path) -> None:
    result = run("--format", "json", "nothing-like-it")
    assert (result.exit_code, json.loads(result.stdout)) == (2, [])


def test_json_without_a_word_has_every_style(some: Path) -> None:
    rows = json.loads(run("--format", "json").stdout)
    assert {row["name"] for row in rows} == {
        *("annals-of-cats", "cats", "cats-abroad", "cats-today", "dogs", "cikrefs")
    }


def test_without_a_word_it_is_said_how_many_lie_where(some: Path) -> None:
    result = run()
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("cikrefs  numeric  ")
    assert f"     5  CIKREFS_STYLES      {some}" in lines
    assert "     6  different names, cikrefs's own among them" in lines
    assert installing.advice("styles") in result.stdout


def test_a_terminal_is_shown_the_first_and_told_how_many_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(35):
        put(folder, f"cats-{number:02}", f"Cats {number}")
    assert len(names(run("cats"))) == 35
    monkeypatch.setattr(styling, "is_terminal", lambda: True)
    result = run("cats")
    assert names(result) == [f"cats-{number:02}" for number in range(30)]
    assert "… 5 more; another WORD narrows it down" in result.stderr


def test_a_title_cannot_command_the_terminal(folder: Path) -> None:
    (folder / "cats.csl").write_text(
        styles_made.style(head="<title>Cats \x9b31m</title>"), encoding="utf-8"
    )
    assert "Cats \\x9b31m" in run("cats").stdout


def test_a_file_that_is_no_style_is_named_and_the_rest_is_searched(some: Path) -> None:
    (some / "broken.csl").write_text("<style>", encoding="utf-8")
    result = run("dogs")
    assert names(result) == ["dogs"]
    assert f"warning: {some / 'broken.csl'}:1: is broken XML" in result.stderr
