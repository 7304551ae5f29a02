"""The README shows only what a command prints, and its tables are the program's own."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from cikrefs import cli
from cikrefs.checks.rules import RULES
from tests.conftest import ROOT
from tests.constructed_server import Server

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[0] for block in BLOCKS])
def test_the_readme_shows_what_the_command_prints(
    server: Server, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # against the constructed records, in a folder with references.bib and the printed list
    monkeypatch.chdir(tmp_path)
    for file in (ROOT / "references.bib", ROOT / "tests" / "data" / "report-references.md"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    command, _, shown = block.partition("\n")
    result = CliRunner().invoke(cli.main, shlex.split(command.removeprefix("$ cikrefs ")))
    assert result.stdout == shown


def test_the_readme_shows_some_commands() -> None:
    assert len(BLOCKS) >= 2


def test_the_readme_has_a_row_for_every_rule() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (error|warning|note) \|", README, re.MULTILINE)
    assert rows == [(name, rule.severity) for name, rule in RULES.items()]


def test_the_readme_names_every_command() -> None:
    assert all(f"cikrefs {command}" in README for command in cli.main.commands)
