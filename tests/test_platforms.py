"""What only some systems have is missed nowhere: locks, limits, groups, owners, wide encodings.

These tests take it away where they run. Nothing here was run on Windows or macOS.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cikrefs import files, writing
from tests.conftest import ROOT

WITHOUT = """
import os, signal, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[name] = None
for name in ("killpg", "chown", "listxattr", "pread", "pwrite"):
    vars(os).pop(name, None)
for name in ("SIGKILL", "SIGHUP", "SIGXCPU"):
    vars(signal).pop(name, None)
from cikrefs.cli import main
main()
"""


def run(
    *command: str, tmp_path: Path, encoding: str = "utf-8"
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={
            **os.environ,
            "CIKREFS_CROSSREF_URL": "http://127.0.0.1:9",
            "CIKREFS_DOI_URL": "http://127.0.0.1:9",
            "HOME": str(tmp_path),
            "PYTHONIOENCODING": encoding,
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "0",
        },
        capture_output=True,
        check=False,
    )


def test_a_system_without_unixs_own_modules_checks_writes_and_prints_lists(tmp_path: Path) -> None:
    bib = tmp_path / "a.bib"
    bib.write_text("@article{a, title = {Cells}, doi = {10.5555/a}}", encoding="utf-8")
    (tmp_path / "out.ris").write_text("old", encoding="utf-8")
    for code, command in (
        (0, "convert a.bib -o out.ris"),
        (0, "list a.bib -o list.html"),
        (3, "check a.bib --timeout 1 -o check.html"),
    ):
        done = run("-c", WITHOUT, *command.split(), tmp_path=tmp_path)
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr
    assert "Cells" in (tmp_path / "out.ris").read_text(encoding="utf-8")


def test_without_locks_a_file_is_closed_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_open, true_replace, opened = Path.open, Path.replace, list[object]()

    def opening(path: Path, *args: str, **kwargs: str) -> object:
        opened.append(true_open(path, *args, **kwargs))  # type: ignore[call-overload]
        return opened[-1]

    def replacing(path: Path, target: Path) -> Path:
        assert [getattr(file, "closed", None) for file in opened] == [True]
        return true_replace(path, target)

    monkeypatch.setattr(writing, "fcntl", None)
    monkeypatch.setattr(Path, "open", opening)
    monkeypatch.setattr(Path, "replace", replacing)
    files.write_text(tmp_path / "a.bib", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.bib"]


def test_without_locks_what_a_killed_writer_left_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "fcntl", None)
    (tmp_path / ".cikrefs-0123456789abcdef.tmp").write_text("half", encoding="utf-8")
    files.write_text(tmp_path / "a.bib", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["a.bib"]


@pytest.mark.parametrize("encoding", ["cp437", "cp932", "cp1252"])  # of Windows' consoles
def test_help_is_shown_by_a_console_that_lacks_some_of_its_characters(
    encoding: str, tmp_path: Path
) -> None:
    done = run("-m", "cikrefs", "list", "--help", tmp_path=tmp_path, encoding=encoding)
    assert (done.returncode, done.stderr) == (0, b"")
    dots = {"cp437": b"\\u2026", "cp932": b"\x81\x63", "cp1252": b"\x85"}[encoding]
    assert b"--only KEY," + dots in done.stdout


@pytest.mark.parametrize("to", ["bibtex", "ris", "csl-json"])
def test_what_is_converted_is_utf_8_whatever_the_console_shows(to: str, tmp_path: Path) -> None:
    text = "@article{a, author = {Żółć, Łukasz}, title = {α → β}, year = 2020}"
    (tmp_path / "a.bib").write_text(text, encoding="utf-8")
    done = run("-m", "cikrefs", "convert", "a.bib", "--to", to, tmp_path=tmp_path, encoding="cp437")
    assert done.returncode == 0, done.stderr
    assert "Żółć" in done.stdout.decode("utf-8")
    assert "α → β" in done.stdout.decode("utf-8")


def test_what_a_console_has_no_characters_for_is_printed_as_its_escape(tmp_path: Path) -> None:
    text = "@article{a, author = {Łuk, A.}, title = {Ł → β}, doi = {10.5555/a}}"
    (tmp_path / "a.bib").write_text(text, encoding="utf-8")
    check = ("check", "a.bib", "--timeout", "1", "--verbose")
    done = run("-m", "cikrefs", *check, tmp_path=tmp_path, encoding="cp437")
    assert (done.returncode, b"Traceback" in done.stderr) == (3, False), done.stderr
