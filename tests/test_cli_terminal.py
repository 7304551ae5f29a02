"""What a person at a terminal gets: its width, colours, progress, and reports by their names."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cikrefs import cli
from cikrefs.cli import screen
from cikrefs.cli.asking import asking_whom
from cikrefs.cli.running import progress
from cikrefs.registry.locking import Lock
from tests.conftest import REPORT, ROOT
from tests.constructed_server import Server
from tests.test_cli import BIB, run


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    file = tmp_path / "list.bib"
    file.write_text(BIB, encoding="utf-8")
    return file


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


# reports by the names of files


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("a.html", "<!DOCTYPE html>"),
        ("a.HTM", "<!DOCTYPE html>"),
        ("a.json", '{\n  "version": 2'),
        ("a.sarif", "{\n"),
        ("a.xml", "<?xml"),
        ("a.md", "**1 reference"),
    ],
)
def test_the_name_of_the_file_tells_the_report(
    server: Server, bib: Path, tmp_path: Path, name: str, start: str
) -> None:
    result = run("check", bib, "-o", tmp_path / name)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)
    assert result.stdout == "1 reference: 1 ok\n"


def test_a_format_that_is_named_is_written_whatever_the_file_is_called(
    server: Server, bib: Path, tmp_path: Path
) -> None:
    run("check", bib, "--format", "json", "-o", tmp_path / "a.html")
    assert json.loads((tmp_path / "a.html").read_text(encoding="utf-8"))["version"] == 2
    run("check", bib, "-o", f"json:{tmp_path / 'b.html'}")
    assert json.loads((tmp_path / "b.html").read_text(encoding="utf-8"))["version"] == 2


@pytest.mark.parametrize("output", ["html", "html:"])
def test_a_format_without_a_file_is_refused_and_the_way_is_named(bib: Path, output: str) -> None:
    result = run("check", bib, "-o", output)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "write -o html:FILE, or -o ./html for a file of that name" in result.stderr


def test_the_page_says_on_which_day_it_was_checked(
    server: Server, bib: Path, tmp_path: Path
) -> None:
    run("check", bib, "-o", tmp_path / "a.html")
    assert "Checked on " in (tmp_path / "a.html").read_text(encoding="utf-8")


# quiet and verbose


def test_quiet_says_nothing_of_what_is_right(server: Server, bib: Path) -> None:
    result = run("check", bib, "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_quiet_tells_errors_and_no_notes(server: Server) -> None:
    result = run("check", REPORT, "-q")
    assert result.exit_code == 1
    assert "doi-not-found" in result.stdout
    assert "note" not in result.output


def test_verbose_lists_what_is_right(server: Server, bib: Path) -> None:
    result = run("check", bib, "-v")
    assert result.stdout.startswith("ok  sharma2021: confirmed, Crossref answered; 10.1186/")


def test_quiet_and_verbose_at_once_is_refused(bib: Path) -> None:
    for command in ("check", "build"):
        result = run(command, bib, "-q", "-v")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "opposites" in result.stderr


# width and colours


def test_messages_wrap_at_the_terminals_width_with_words_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys, "stderr", terminal := _Terminal())
    screen.say("error", "the file /a/very/long/path/that/is/one/word.bib cannot be read")
    assert terminal.getvalue() == (
        "error: the file\n  /a/very/long/path/that/is/one/word.bib\n  cannot be read\n"
    )


def test_messages_do_not_wrap_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    screen.say("error", "one line is one line for whoever reads it with a program")
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("columns", "width"), [("60", 60), ("300", 100)], ids=["narrow", "wider than is good to read"]
)
def test_lines_are_as_wide_as_the_terminal_but_no_wider_than_100(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert screen.width(_Terminal()) == width
    assert screen.width(io.StringIO()) == 100


@pytest.mark.parametrize(
    ("environment", "terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "", "NO_COLOR": ""}, False, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colours_are_for_terminals_unless_the_environment_wants_otherwise(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, terminal: bool, coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert screen.wants_colour(_Terminal() if terminal else io.StringIO()) is coloured


# progress


def test_off_a_terminal_a_line_every_ten_seconds_says_how_far_and_how_long(
    capsys: pytest.CaptureFixture[str],
) -> None:
    now = 0.0
    with progress("asking", clock=lambda: now) as on_progress:
        assert on_progress is not None
        for done in range(1, 1201):
            now = done / 10
            if done < 250 or done > 1100:
                on_progress(done, 1200)
    assert capsys.readouterr().err == (
        "asking: 100 of 1,200, about 2 min more\n"
        "asking: 200 of 1,200, about 2 min more\n"
        "asking: 1,101 of 1,200, about 10 s more\n"
    )


def test_what_is_done_in_ten_seconds_makes_no_line(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    with progress("asking", clock=lambda: now) as on_progress:
        assert on_progress is not None
        now = 9.9
        on_progress(50, 100)
        now = 20.0
        on_progress(100, 100)
    assert capsys.readouterr().err == ""


def test_nothing_done_yet_gives_no_guess(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    with progress("asking", clock=lambda: now) as on_progress:
        assert on_progress is not None
        now = 11.0
        on_progress(0, 100)
    assert capsys.readouterr().err == "asking: 0 of 100\n"


# completion by the shell


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("cikrefs che", "plain,check"),
        ("cikrefs check --ver", "plain,--verbose"),
        ("cikrefs check --format h", "plain,html"),
        ("cikrefs check re", "file,re"),
        ("cikrefs convert re", "file,re"),
        ("cikrefs convert -o re", "file,re"),
        ("cikrefs build -o re", "file,re"),
        ("cikrefs explain title", "plain,title-differs"),
    ],
)
def test_a_shell_completes_commands_options_values_files_and_rules(
    words: str, completed: str
) -> None:
    environment = {
        "_CIKREFS_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split()) - 1),
    }
    result = CliRunner().invoke(cli.main, env=environment, prog_name="cikrefs")
    assert result.stdout == f"{completed}\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_documented_command_prints_the_shells_script(shell: str) -> None:
    command = f"_CIKREFS_COMPLETE={shell}_source cikrefs"
    assert command in (ROOT / "docs" / "shell.md").read_text(encoding="utf-8")
    environment = {"_CIKREFS_COMPLETE": f"{shell}_source"}
    result = CliRunner().invoke(cli.main, env=environment, prog_name="cikrefs")
    assert "_cikrefs_completion" in result.stdout


def test_progress_says_who_is_asked() -> None:
    assert asking_whom(Lock({}, services=["crossref", "pubmed"])) == "asking Crossref, PubMed"
    assert asking_whom(Lock({})) == "asking Crossref, DataCite and 3 others"
