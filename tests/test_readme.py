"""The README names all there is; that it shows what commands print, `test_pages` sees to."""

from __future__ import annotations

from cikrefs import cli
from tests.conftest import ROOT
from tests.pages import rules_table
from tests.screenshot import PICTURE

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_some_commands() -> None:
    assert README.count("```console") >= 2


def test_the_table_of_rules_is_as_it_is() -> None:
    assert rules_table() in (ROOT / "docs" / "checking.md").read_text(encoding="utf-8")


def test_the_readme_is_read_in_a_few_minutes() -> None:
    assert len(README.splitlines()) < 200


def test_the_readme_names_every_command() -> None:
    assert all(f"cikrefs {command}" in README for command in cli.main.commands)


def test_the_picture_of_the_page_is_there_and_small() -> None:
    assert "(docs/report.png)" in README
    picture = PICTURE.read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 150_000
