"""`cikrefs dedupe`: what is merged is shown, asked about, and nothing else of a file changes."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cikrefs import cli, read

BIB = """\
% my list, please keep this line
@string{jct = "J Cell Ther"}

@article {lee2019,
    author    = "Lee, A. B. and de Souza, P. and others",  % three of them
  title={Ex vivo expansion
         of killer cells: a phase {II} study},
  journal = jct, volume = 12,
    pages = 145, year = 2019,
}
@comment{ and this }
@book{other, title = {Untouched   book}}

@article{leeb,
  author = {Lee, Andrew B. and de Souza, Paulo and Müller, Karl},
  title = {Ex Vivo Expansion of Killer Cells: A Phase II Study},
  journal = {Journal of Cell Therapy},
  volume = {12}, number = 3, pages = {145--152},
  year = {2019},
  doi = {10.5555/abc.2019.145}
}

@misc{last, title = {Last}}
"""
MERGED = """\
% my list, please keep this line
@string{jct = "J Cell Ther"}

@article {lee2019,
    author    = "Lee, Andrew B. and de Souza, Paulo and Müller, Karl",  % three of them
  title={Ex vivo expansion
         of killer cells: a phase {II} study},
  journal = {Journal of Cell Therapy}, volume = 12,
    pages = {145-152}, year = 2019,
    shortjournal = {J Cell Ther},
    number = {3},
    doi = {10.5555/abc.2019.145},
    ids = {leeb},
}
@comment{ and this }
@book{other, title = {Untouched   book}}

@misc{last, title = {Last}}
"""
RIS = """\
TY  - JOUR
TI  - Ex vivo expansion of killer cells: a phase II study
AU  - Lee, A. B.
T2  - Journal of Cell Therapy
VL  - 12
SP  - 145
PY  - 2019
XZ  - 42
ER  -
"""


@pytest.fixture
def bib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "a.bib"
    path.write_bytes(BIB.encode())
    return path


def run(*args: object, answer: str = "") -> Result:
    return CliRunner().invoke(cli.main, ["dedupe", *map(str, args)], input=answer)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_entries_become_one_and_every_other_byte_stays(bib: Path, newline: str, mark: str) -> None:
    bib.write_bytes((mark + BIB.replace("\n", newline)).encode())
    assert run(bib, "--yes").exit_code == 0
    assert bib.read_bytes() == (mark + MERGED.replace("\n", newline)).encode()


def test_the_entries_stand_side_by_side_with_a_mark_at_what_stays(bib: Path) -> None:
    result = run(bib, answer="n\n")
    assert "the same work, by all that both print:\n  lee2019  " in result.stdout
    pages = next(line for line in result.stdout.splitlines() if line.strip().startswith("Pages"))
    assert pages.split() == ["Pages", "145", "*", "145-152"]
    assert bib.read_bytes() == BIB.encode()


@pytest.mark.parametrize(("answer", "exit_code"), [("n\n", 0), ("", 2)])
def test_without_a_yes_nothing_is_written(bib: Path, answer: str, exit_code: int) -> None:
    assert run(bib, answer=answer).exit_code == exit_code
    assert bib.read_bytes() == BIB.encode()


def test_a_second_run_finds_nothing(bib: Path) -> None:
    run(bib, "--yes")
    assert "no two references are the same work" in run(bib).stderr
    assert bib.read_bytes() == MERGED.encode()


def test_several_files_become_one_that_has_each_work_once(bib: Path, tmp_path: Path) -> None:
    ris, out = tmp_path / "b.ris", tmp_path / "all.bib"
    ris.write_text(RIS, encoding="utf-8")
    result = run(bib, ris, "-o", out, "--yes")
    assert result.exit_code == 0
    assert "3 entries became 1" in result.stderr
    assert [one.id for one in read(out)] == ["lee2019", "other", "last"]
    assert "% my list" in out.read_text(encoding="utf-8")
    assert "ris:XZ" in result.stderr
    assert bib.read_bytes() == BIB.encode()


@pytest.mark.parametrize("files", [("a.bib", "b.ris"), ("b.ris",), ("-",)])
def test_only_one_bib_is_changed_in_place(bib: Path, files: tuple[str, ...]) -> None:
    (bib.parent / "b.ris").write_text(RIS, encoding="utf-8")
    result = run(*files)
    assert result.exit_code == 2
    assert "say -o OUTPUT" in result.stderr


def test_a_file_that_changed_meanwhile_stays(bib: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def agreed(_: str) -> bool:
        bib.write_text("% somebody else's\n", encoding="utf-8")
        return True

    monkeypatch.setattr("cikrefs.cli.dedupe.agreed", agreed)
    result = run(bib)
    assert result.exit_code == 2
    assert "has changed since it was read" in result.stderr
    assert bib.read_text(encoding="utf-8") == "% somebody else's\n"


def test_a_full_disk_leaves_the_file_as_it_was(bib: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run(bib, "--yes")
    assert result.exit_code == 2
    assert "No space left on device" in result.stderr
    assert bib.read_bytes() == BIB.encode()


def test_an_entry_that_another_inherits_from_is_found_by_the_key_it_had(bib: Path) -> None:
    book = "title = {Proceedings of everything}, year = 2000, isbn = {978-0-387-31073-2}"
    text = f"@book{{a, {book}}}\n@book{{b, {book}, publisher = {{P}}}}\n"
    bib.write_text("@inbook{c, title = {Chapter one}, crossref = {b}}\n" + text, encoding="utf-8")
    assert run(bib, "--yes").exit_code == 0
    chapter, only = read(bib)
    assert (chapter.container_title, only.id) == ("Proceedings of everything", "a")


def test_values_made_of_several_macros_cost_their_entry_its_layout_and_no_field(bib: Path) -> None:
    macros = '@string{j = "J Cell"}@string{t = " Ther"}\n'
    text = macros + BIB.split("\n\n", 1)[1].replace("= jct", "= j # t")
    bib.write_text(text, encoding="utf-8")
    assert run(bib, "--yes").exit_code == 0
    first = read(bib)[0]
    assert (first.container_title, first.container_title_short) == (
        "Journal of Cell Therapy",
        "J Cell Ther",
    )
    assert bib.read_text(encoding="utf-8").startswith(macros)
