"""The README names all there is; that it shows what commands print, `test_pages` sees to."""

from __future__ import annotations

import re

from cikrefs import cli
from cikrefs.checks.rules import RULES
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_some_commands() -> None:
    assert README.count("```console") >= 2


def test_the_readme_has_a_row_for_every_rule() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (error|warning|note) \|", README, re.MULTILINE)
    assert rows == [(name, rule.severity) for name, rule in RULES.items()]


def test_the_readme_names_every_command() -> None:
    assert all(f"cikrefs {command}" in README for command in cli.main.commands)
