"""What pandoc misreads in a style is written in the way it reads rightly."""

from __future__ import annotations

from pathlib import Path

from cikrefs.lists import engine, styles
from cikrefs.lists.styles import mends
from cikrefs.models import Name, Reference
from tests.lists.styles_made import CITATION, put

EDITORS = (
    "<bibliography><layout>"
    '<names variable="editor">{name}<label form="short" prefix=", "/></names>'
    "</layout></bibliography>"
)
CHAPTER = Reference(id="a", type="chapter", editor=(Name("Doe", "J."), Name("Roe", "K.")))


def printed(path: Path) -> str:
    style = styles.find(str(path), on_notice=lambda _: None)
    (item,) = engine.format_list([CHAPTER], style).items
    return item.text


def test_a_label_behind_names_stands_behind_them_whether_name_is_written_or_not(
    tmp_path: Path,
) -> None:
    with_name = put(tmp_path, "with", "With", body=CITATION + EDITORS.format(name="<name/>"))
    without = put(tmp_path, "without", "Without", body=CITATION + EDITORS.format(name=""))
    assert printed(with_name) == printed(without) == "J. Doe, K. Roe, eds."


def test_a_style_that_needs_no_mending_is_taken_itself(tmp_path: Path) -> None:
    path = put(tmp_path, "with", "With", body=CITATION + EDITORS.format(name="<name/>"))
    assert mends.mended(path, tmp_path / "nowhere") == path


def test_the_file_itself_is_left_as_it_is(tmp_path: Path) -> None:
    path = put(tmp_path, "without", "Without", body=CITATION + EDITORS.format(name=""))
    before = path.read_bytes()
    copy = mends.mended(path, tmp_path)
    assert copy != path
    assert path.read_bytes() == before
