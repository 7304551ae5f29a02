"""Files in and out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import cikrefs
from cikrefs import files
from cikrefs.encodings import Form
from cikrefs.errors import InputError, Problem
from cikrefs.formats import READERS, WRITERS, by_extension, detect
from cikrefs.models import Reference

BIB = "@article{lee2019, author = {Lück, A. S.}, title = {Cells}, year = {2019}}\n"
RIS = "TY  - JOUR\r\nID  - lee2019\r\nTI  - Cells\r\nER  - \r\n"
CSL = '[{"id": "lee2019", "type": "article-journal", "title": "Cells"}]'
PRINTED = "References\n\n1. Lee A, Abel B (2019) Cells of mice. J Cell 12(3):45–67.\n"


@pytest.mark.parametrize(
    ("text", "format_"),
    [(BIB, "bibtex"), (RIS, "ris"), (CSL, "csl-json"), (PRINTED, "printed")],
    ids=["bibtex", "ris", "csl-json", "printed"],
)
def test_the_content_tells_the_format_whatever_the_name(
    tmp_path: Path, text: str, format_: str
) -> None:
    file = tmp_path / "list.dat"
    file.write_text(text, encoding="utf-8", newline="")
    assert detect(text) == format_
    assert cikrefs.read(file)[0].title in ("Cells", "Cells of mice")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_read_in_every_unicode_encoding(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "list.bib"
    file.write_bytes(BIB.encode(encoding))
    assert cikrefs.read(file)[0].author[0].family == "Lück"


def test_windows_1252_is_read_and_said(tmp_path: Path) -> None:
    file = tmp_path / "list.bib"
    file.write_bytes(("% first line\n" + BIB).encode("cp1252"))
    problems: list[Problem] = []
    assert cikrefs.read(file, on_problem=problems.append)[0].author[0].family == "Lück"
    assert [(p.file, p.line, p.lost) for p in problems] == [(str(file), 2, False)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\x7fELF\x00\x00\x01", "binary"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xff\xfea", "UTF-16"),
        (b"[]", "holds no references"),
    ],
)
def test_what_holds_no_text_is_refused_with_its_name(
    tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "list.bib"
    file.write_bytes(content)
    with pytest.raises(InputError, match=says) as caught:
        cikrefs.read(file)
    assert caught.value.problem.file == str(file)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        cikrefs.read(tmp_path / "missing.bib")
    with pytest.raises(InputError, match="cannot be read"):
        cikrefs.read(tmp_path)


def test_every_reference_knows_its_file(tmp_path: Path) -> None:
    file = tmp_path / "list.bib"
    file.write_text(BIB, encoding="utf-8")
    assert {ref.source.file for ref in cikrefs.read(file)} == {str(file)}


def test_the_first_problem_is_raised_where_nobody_listens(tmp_path: Path) -> None:
    file = tmp_path / "list.bib"
    file.write_text("@article{a, title = {unbalanced\n\n" + BIB, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        cikrefs.read(file)
    assert (caught.value.problem.file, caught.value.problem.line) == (str(file), 1)


@pytest.mark.parametrize(
    ("name", "format_"), [("a.BIB", "bibtex"), ("a.ris", "ris"), ("a.json", "csl-json")]
)
def test_an_output_name_tells_its_format(name: str, format_: str) -> None:
    assert by_extension(name) == format_


@pytest.mark.parametrize("name", ["a.txt", "a.docx", "bib"])
def test_an_unknown_extension_says_which_are_known(name: str) -> None:
    with pytest.raises(InputError, match=r"\.json, \.ris, \.bib"):
        by_extension(name)


def test_every_format_that_writes_also_reads() -> None:
    assert set(WRITERS) < set(READERS)


@pytest.mark.parametrize(
    ("name", "starts"),
    [("a.bib", "@article{lee2019,"), ("a.RIS", "TY  - JOUR\r\n"), ("a.json", '[\n  {\n    "id": ')],
)
def test_references_are_written_in_the_format_their_files_name_says(
    tmp_path: Path, name: str, starts: str
) -> None:
    references = [
        Reference(id="lee2019", type="article-journal", title="Cells"),
        Reference(id="abel2020", type="book", title="Mice"),
    ]
    cikrefs.write(tmp_path / name, (reference for reference in references))
    assert (tmp_path / name).read_bytes().decode().startswith(starts)
    back = cikrefs.read(tmp_path / name)
    assert [(ref.id, ref.type, ref.title) for ref in back] == [
        ("lee2019", "article-journal", "Cells"),
        ("abel2020", "book", "Mice"),
    ]


def test_references_are_not_written_where_the_name_says_no_format(tmp_path: Path) -> None:
    file = tmp_path / "paper.docx"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"use one of \.json, \.ris, \.bib$"):
        cikrefs.write(file, [Reference(id="a", type="book")])
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_written_file_is_whole_and_alone(tmp_path: Path) -> None:
    file = tmp_path / "out.ris"
    files.write_text(file, "one\r\ntwo ü\r\n")
    assert file.read_bytes() == "one\r\ntwo ü\r\n".encode()
    assert os.listdir(tmp_path) == ["out.ris"]  # noqa: PTH208  # hidden files count too


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "out.bib"
    file.write_text("old", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left"):
        files.write_text(file, "new")
    assert file.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.bib"]


def test_a_write_keeps_the_permissions_of_the_file_and_follows_a_link(tmp_path: Path) -> None:
    file, link = tmp_path / "out.bib", tmp_path / "link.bib"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    files.write_text(link, "new")
    assert link.is_symlink()
    assert (file.read_text(encoding="utf-8"), file.stat().st_mode & 0o777) == ("new", 0o640)


def test_a_place_that_does_not_exist_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        files.write_text(tmp_path / "no" / "out.bib", "text")


def test_a_file_that_is_still_what_was_read_is_written_anew(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    files.write_text(file, "old", expecting=b"")
    files.write_text(file, "new", expecting=files.held(file))
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("was", [b"", b"old", b"mine "])
def test_a_file_that_changed_since_it_was_read_stays_and_that_is_said(
    tmp_path: Path, was: bytes
) -> None:
    file = tmp_path / "a.bib"
    file.write_bytes(b"mine")
    with pytest.raises(InputError, match=r"has changed .* run the command again"):
        files.write_text(file, "new", expecting=was)
    assert file.read_bytes() == b"mine"
    assert [path.name for path in tmp_path.iterdir()] == ["a.bib"]


def test_a_file_that_was_removed_since_it_was_read_is_not_brought_back(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has changed"):
        files.write_text(tmp_path / "a.bib", "new", expecting=b"old")
    assert list(tmp_path.iterdir()) == []


def test_a_device_is_written_to_as_it_is() -> None:
    files.write_text("/dev/null", "text")


def test_the_public_names_are_all_there() -> None:
    assert all(getattr(cikrefs, name) is not None for name in cikrefs.__all__)
    assert cikrefs.Reference is Reference
    with pytest.raises(AttributeError, match="nonsense"):
        cikrefs.nonsense  # noqa: B018  # the access is what is tested


def test_a_character_that_an_encoding_lacks_is_named() -> None:
    with pytest.raises(InputError, match="iso8859-2, which has no “ø”"):
        list(Form("\n", "iso8859-2").given_to(["a", "ø"]))
