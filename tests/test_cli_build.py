"""`cikrefs build` costs nobody a file: its names were not typed, so they replace only its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cikrefs import files
from cikrefs.folders import DEFAULT, MARKER
from tests.conftest import REPORT
from tests.constructed_server import Server
from tests.test_cli import BIB, run, while_asking

FILES = {
    "check.html",
    "check.json",
    "references.bib",
    "references.html",
    "references.json",
    "references.ris",
}
MINE = "% mine\n" + BIB


@pytest.fixture
def here(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, which holds a document and somebody's own references.bib."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("paper.md").write_bytes(REPORT.read_bytes())
    Path("references.bib").write_text(MINE, encoding="utf-8")
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_build_makes_a_folder_of_its_own_and_leaves_the_one_it_is_in(here: Path) -> None:
    result = run("build", "paper.md")
    assert result.exit_code == 1
    assert names(here) == {"paper.md", "references.bib", DEFAULT}
    assert names(here / DEFAULT) == {*FILES, MARKER}
    assert Path("references.bib").read_text(encoding="utf-8") == MINE


def test_the_folders_marker_says_what_it_is(here: Path) -> None:
    run("build", "paper.md")
    first, *rows = (here / DEFAULT / MARKER).read_text(encoding="utf-8").splitlines()
    assert first.startswith("# cikrefs build wrote these files")
    assert {row.split("  ")[1] for row in rows} == FILES


@pytest.mark.parametrize("target", [(), ("-o", "out"), ("-o", "new/out"), ("-o", "../out")])
def test_build_may_be_run_again(here: Path, target: tuple[str, ...]) -> None:
    first = run("build", "paper.md", *target)
    Path("paper.md").write_text("References\n\n1. Lee A (2019) Cells. J Cell 1:2.\n", "utf-8")
    second = run("build", "paper.md", *target)
    assert (first.exit_code, second.exit_code) == (1, 0)
    bib = Path(target[1] if target else DEFAULT) / "references.bib"
    assert "lee2019" in bib.read_text(encoding="utf-8")


def test_an_empty_folder_is_taken(here: Path) -> None:
    Path("out").mkdir()
    assert run("build", "paper.md", "-o", "out").exit_code == 1
    assert names(Path("out")) == {*FILES, MARKER}


@pytest.mark.parametrize("target", [".", "../project", "linked"])
def test_a_folder_with_somebodys_files_is_not_taken(
    here: Path, server: Server, target: str
) -> None:
    Path("linked").symlink_to(here)
    before = names(here)
    result = run("build", "paper.md", "-o", target)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--force" in result.stderr
    assert (names(here), server.requests) == (before, [])
    assert Path("references.bib").read_text(encoding="utf-8") == MINE


def test_a_folder_of_the_default_name_that_is_somebodys_is_not_taken(here: Path) -> None:
    Path(DEFAULT).mkdir()
    (Path(DEFAULT) / "notes.txt").write_text("mine", encoding="utf-8")
    assert run("build", "paper.md").exit_code == 2
    assert names(Path(DEFAULT)) == {"notes.txt"}


def test_force_takes_a_folder_and_is_not_needed_again(here: Path) -> None:
    assert run("build", "paper.md", "-o", ".", "--force").exit_code == 1
    assert "mine" not in Path("references.bib").read_text(encoding="utf-8")
    assert names(here) == {"paper.md", *FILES, MARKER}
    assert run("build", "paper.md", "-o", ".").exit_code == 1


@pytest.mark.parametrize("given", ["references.bib", "./references.bib", "hard.bib", "soft.bib"])
def test_force_never_writes_over_what_is_read(here: Path, given: str) -> None:
    Path("hard.bib").hardlink_to("references.bib")
    Path("soft.bib").symlink_to("references.bib")
    result = run("build", given, "-o", ".", "--force")
    assert (result.exit_code, "left as it is" in result.stderr) == (0, True)
    assert Path("references.bib").read_text(encoding="utf-8") == MINE
    assert Path("references.ris").exists()


def test_force_never_writes_over_the_settings(here: Path) -> None:
    Path("cikrefs.toml").write_text("timeout = 5\n", encoding="utf-8")
    Path("references.ris").symlink_to("cikrefs.toml")
    run("build", "paper.md", "-o", ".", "--force")
    Path(MARKER).unlink()
    Path(MARKER).symlink_to("cikrefs.toml")
    assert run("build", "paper.md", "-o", ".", "--force").exit_code == 2
    assert Path("cikrefs.toml").read_text(encoding="utf-8") == "timeout = 5\n"


def test_what_somebody_changed_in_the_folder_is_not_written_over(
    here: Path, server: Server
) -> None:
    run("build", "paper.md")
    changed = Path(DEFAULT) / "references.bib"
    changed.write_text("% corrected\n" + changed.read_text(encoding="utf-8"), encoding="utf-8")
    server.requests.clear()
    result = run("build", "paper.md")
    assert (result.exit_code, str(changed) in result.stderr, server.requests) == (2, True, [])
    assert changed.read_text(encoding="utf-8").startswith("% corrected\n")
    assert run("build", "paper.md", "--force").exit_code == 1
    assert "% corrected" not in changed.read_text(encoding="utf-8")


def test_a_file_somebody_put_into_the_folder_is_not_written_over(here: Path) -> None:
    run("build", "paper.md")
    own = Path(DEFAULT) / "references.ris"
    own.unlink()
    own.symlink_to(here / "references.bib")
    assert run("build", "paper.md").exit_code == 2
    assert Path("references.bib").read_text(encoding="utf-8") == MINE


def test_a_file_that_appears_while_the_registries_are_asked_stays(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = Path(DEFAULT) / "check.json"
    while_asking(monkeypatch, lambda: report.write_text("mine", encoding="utf-8"))
    result = run("build", "paper.md")
    assert (result.exit_code, str(report) in result.stderr) == (2, True)
    assert report.read_text(encoding="utf-8") == "mine"


def test_a_file_that_was_removed_is_written_again(here: Path) -> None:
    run("build", "paper.md")
    (Path(DEFAULT) / "references.ris").unlink()
    assert run("build", "paper.md").exit_code == 1
    assert names(Path(DEFAULT)) == {*FILES, MARKER}


@pytest.mark.parametrize("content", [b"\xff\x00 nonsense\n\n", b"my own notes\n", b""])
def test_a_marker_that_cikrefs_did_not_write_vouches_for_nothing(
    here: Path, content: bytes
) -> None:
    (here / MARKER).write_bytes(content)
    Path("references.bib").unlink()
    assert run("build", "paper.md", "-o", ".").exit_code == 2
    assert names(here) == {"paper.md", MARKER}
    assert (here / MARKER).read_bytes() == content


@pytest.mark.parametrize("moment", ["before the file", "after the file"])
def test_a_run_that_is_cut_short_can_be_repeated(
    here: Path, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    run("build", "paper.md")
    write_text = files.write_text

    def cut(path: Path, text: bytes, **more: bytes | None) -> None:
        if path.name == "references.ris" and moment == "before the file":
            raise KeyboardInterrupt
        write_text(path, text, **more)
        if path.name == "references.ris":
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(files, "write_text", cut)
        assert run("build", "references.bib").exit_code == 130
    assert run("build", "references.bib").exit_code == 0


def test_a_place_that_is_a_file_is_refused(here: Path) -> None:
    result = run("build", "paper.md", "-o", "references.bib")
    assert (result.exit_code, "is a file" in result.stderr) == (2, True)
    assert Path("references.bib").read_text(encoding="utf-8") == MINE


def test_a_missing_input_leaves_no_folder(here: Path) -> None:
    assert run("build", "missing.md").exit_code == 2
    assert names(here) == {"paper.md", "references.bib"}
