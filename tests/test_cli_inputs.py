"""No command replaces a file that it reads, by whatever name the file is called."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import pytest

from cikrefs import cli, files
from cikrefs.errors import InputError
from tests.constructed_server import Server
from tests.lists.styles_made import put, put_dependent
from tests.test_cli import BIB, bib, run

__all__ = ["bib"]

TEXT = "It began [1].\n\nReferences\n\n1. Lee A, Abel B (2019) Cells of mice. J Cell 12(3):45–67.\n"


def _options(command: click.Command) -> set[str]:
    return {name for option in command.params for name in option.opts}


WRITING = [
    name
    for name, command in cli.main.commands.items()
    if "-o" in _options(command) and name != "build"
]
"""The commands that write to a name somebody typed; `build` has tests of its own."""


def _arguments(command: str) -> list[str]:
    needs_format = "--to" in _options(cli.main.commands[command])
    return ["--to", {"convert": "ris"}.get(command, "text")] if needs_format else []


def test_the_commands_that_write_are_known() -> None:
    assert sorted(WRITING) == ["check", "convert", "dedupe", "list", "parse"]


SPELLINGS = (
    "as typed",
    "dot",
    "way round",
    "absolute",
    "symbolic link",
    "hard link",
    "linked folder",
)


def _spelled(spelling: str, file: Path) -> str:
    """Return another name of `file`, which lies in the current folder."""
    link, folder = Path("link.md"), Path("linked")
    if spelling == "symbolic link":
        link.symlink_to(file)
    elif spelling == "hard link":
        link.hardlink_to(file)
    elif spelling == "linked folder":
        folder.symlink_to(Path.cwd())
    return {
        "as typed": file.name,
        "dot": f"./{file.name}",
        "way round": f"../{Path.cwd().name}/{file.name}",
        "absolute": str(file.absolute()),
        "linked folder": f"linked/{file.name}",
    }.get(spelling, str(link))


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("command", WRITING)
def test_no_command_writes_over_what_it_reads(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, spelling: str
) -> None:
    monkeypatch.chdir(tmp_path)
    file = Path("paper.md")
    file.write_text(TEXT, encoding="utf-8")
    result = run(command, file, *_arguments(command), "-o", _spelled(spelling, file))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is what is read" in result.stderr
    assert file.read_text(encoding="utf-8") == TEXT
    assert server.requests == []


def test_what_cannot_be_read_is_not_lost_by_converting_to_the_same_format(tmp_path: Path) -> None:
    file = tmp_path / "a.ris"
    text = "TY  - JOUR\r\nTI  - Cells\r\nER  - \r\nTY  - JOUR\r\nTI  - No end\r\n"
    file.write_bytes(text.encode())
    assert run("convert", file, "-o", file).exit_code == 2
    assert file.read_bytes() == text.encode()


def test_without_file_the_default_is_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("references.bib").write_text(BIB, encoding="utf-8")
    assert run("convert", "-o", "references.bib").exit_code == 2
    assert Path("references.bib").read_text(encoding="utf-8") == BIB


def test_one_report_onto_the_input_keeps_all_reports_from_being_written(
    server: Server, bib: Path
) -> None:
    other = bib.with_name("check.html")
    result = run("check", bib, "-o", f"html:{other}", "-o", f"json:{bib}")
    assert (result.exit_code, other.exists()) == (2, False)
    assert bib.read_text(encoding="utf-8") == BIB


@pytest.mark.parametrize("name", ["cikrefs.toml", "pyproject.toml", "list.lock"])
def test_a_report_is_not_written_over_settings_and_lock_file(
    server: Server, bib: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(bib.parent)
    Path("pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    run("lock", bib)
    if name == "cikrefs.toml":
        Path(name).write_text('fail-on = "error"\n', encoding="utf-8")
    before = Path(name).read_bytes()
    assert run("check", bib, "-o", f"json:{name}").exit_code == 2
    assert Path(name).read_bytes() == before


@pytest.mark.parametrize("follows", [False, True], ids=["its own", "one that follows another"])
def test_a_list_is_not_written_over_its_style(
    bib: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, follows: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CIKREFS_STYLES", str(tmp_path / "styles"))
    parent = put(tmp_path / "styles", "parent", "Parent")
    style = put_dependent(tmp_path, "mine", "parent") if follows else parent
    before = style.read_bytes()
    result = run("list", bib, "--style", style, "--to", "text", "-o", style.relative_to(tmp_path))
    assert (result.exit_code, style.read_bytes()) == (2, before)
    assert "is what is read" in result.stderr


def test_a_lock_file_is_written_over_nothing_but_a_lock_file(
    server: Server, tmp_path: Path
) -> None:
    file, lock = tmp_path / "list.bib", tmp_path / "list.lock"
    file.write_text(BIB, encoding="utf-8")
    lock.hardlink_to(file)
    assert (run("lock", file).exit_code, run("lock", lock).exit_code) == (2, 2)
    assert file.read_text(encoding="utf-8") == BIB


def test_a_file_that_comes_by_standard_input_is_an_input_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, other = tmp_path / "a.bib", tmp_path / "b.bib"
    file.write_text(BIB, encoding="utf-8")
    other.write_text(BIB, encoding="utf-8")
    with file.open(encoding="utf-8") as stdin:
        monkeypatch.setattr(sys, "stdin", stdin)
        files.keep_apart(other, ["-"])
        with pytest.raises(InputError, match="is what is read as standard input"):
            files.keep_apart(file, ["-"])


def test_devices_and_files_that_are_not_there_can_be_written_to(tmp_path: Path) -> None:
    files.keep_apart("/dev/null", ["/dev/null"])
    files.keep_apart(tmp_path / "a", [tmp_path / "a", tmp_path / "b"])


def test_of_notes_of_one_kind_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    file = tmp_path / "many.bib"
    entries = (f"@article{{a, title = {{Cells {number}}}}}\n" for number in range(1_221))
    file.write_text("".join(entries), encoding="utf-8")
    result = run("convert", file, "--to", "ris")
    notes = [line for line in result.stderr.splitlines() if line.startswith("note: ")]
    assert (result.exit_code, len(notes), notes[-1]) == (0, 21, "note: and 1,200 more like it")


def test_thirty_errors_of_one_kind_are_each_named(tmp_path: Path) -> None:
    file = tmp_path / "dois.txt"
    file.write_text("@article{\n" * 30, encoding="utf-8")
    result = run("convert", file, "--from", "bibtex", "--to", "ris")
    assert result.exit_code == 2
    assert "more like it" not in result.stderr


def test_of_errors_of_one_kind_a_hundred_are_named_and_all_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "many.ris"
    file.write_text("TY  - JOUR\n" * 1_201 + "nonsense\nER  - \n", encoding="utf-8")
    result = run("convert", file, "--to", "bibtex")
    lines = result.stderr.splitlines()
    assert result.exit_code == 2
    assert len([line for line in lines if line.startswith("error: ") and "ris:" in line]) == 100
    assert "error: and 1,100 more like it" in lines
    assert lines[-1] == "1,200 places of the input could not be read"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
@pytest.mark.parametrize("command", ["check", "parse", "lock", "convert --to ris", "list", "build"])
def test_a_file_without_end_is_refused(command: str) -> None:
    result = run(*command.split(), "/dev/zero", "--max-size", "3")
    said = "/dev/zero: is more than 3 MB, the most that is read (--max-size)"
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_the_largest_size_is_that_of_all_files_together(server: Server, tmp_path: Path) -> None:
    files = [tmp_path / "a.bib", tmp_path / "b.bib"]
    for file in files:
        file.write_text(f"@article{{{file.stem}, title = {{Cells}}}}\n", encoding="utf-8")
    size = files[0].stat().st_size
    enough, less = str(2 * size / 1e6), str((2 * size - 1) / 1e6)
    assert run("check", *files, "--max-size", enough, "--fail-on", "never").exit_code != 2
    result = run("check", *files, "--max-size", less)
    assert (result.exit_code, "b.bib: is more than" in result.stderr) == (2, True)
