"""A file is replaced whole or not at all, and stays what it was in all but what it holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cikrefs import files, writing
from cikrefs.errors import InputError

fcntl = pytest.importorskip("fcntl")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_write_protected_file_of_ones_own_is_said_and_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_text("mine", encoding="utf-8")
    file.chmod(0o444)
    with pytest.raises(InputError, match=r"a\.bib: cannot be written: it is write-protected"):
        files.write_text(file, "new")
    assert (file.read_text(encoding="utf-8"), names(tmp_path)) == ("mine", ["a.bib"])


def test_what_a_killed_writer_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".cikrefs-0123456789abcdef.tmp").write_text("half", encoding="utf-8")
    (tmp_path / ".a.bib.123.tmp").write_text("not ours", encoding="utf-8")
    files.write_text(tmp_path / "a.bib", "new")
    assert names(tmp_path) == [".a.bib.123.tmp", "a.bib"]


def test_what_another_writer_is_writing_stays(tmp_path: Path) -> None:
    beside = tmp_path / ".cikrefs-0123456789abcdef.tmp"
    with beside.open("xb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        files.write_text(tmp_path / "a.bib", "new")
        assert names(tmp_path) == [beside.name, "a.bib"]


def test_the_longest_name_a_file_may_have_can_be_written(tmp_path: Path) -> None:
    file = tmp_path / f"{'x' * 251}.bib"
    files.write_text(file, "new")
    assert file.read_text(encoding="utf-8") == "new"


def test_a_write_that_fails_when_the_file_is_closed_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    file = tmp_path / "a.bib"
    with pytest.raises(InputError, match="No space left"):
        files.write_text(file, "x" * 100)
    assert names(tmp_path) == []


def test_extended_attributes_go_over_to_the_new_file(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_text("old", encoding="utf-8")
    try:
        os.setxattr(file, "user.origin", b"by hand")
    except (AttributeError, OSError):
        pytest.skip("no extended attributes here")
    files.write_text(file, "new")
    assert os.getxattr(file, "user.origin") == b"by hand"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="takes the superuser")
def test_owner_and_group_go_over_to_the_new_file(tmp_path: Path) -> None:
    file = tmp_path / "a.bib"
    file.write_text("old", encoding="utf-8")
    os.chown(file, 1234, 4321)
    file.chmod(0o640)
    files.write_text(file, "new")
    found = file.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (1234, 4321, 0o640)


def test_the_other_names_of_a_file_keep_the_old_text(tmp_path: Path) -> None:
    file, other = tmp_path / "a.bib", tmp_path / "b.bib"
    file.write_text("old", encoding="utf-8")
    other.hardlink_to(file)
    files.write_text(file, "new")
    assert (file.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")) == ("new", "old")


def test_only_our_own_names_are_swept() -> None:
    assert writing.is_left_over(".cikrefs-0123456789abcdef.tmp")
    assert not writing.is_left_over(".cikrefs-made")
    assert not writing.is_left_over("a.tmp")
