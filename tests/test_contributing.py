"""CONTRIBUTING.md's table of what to touch names places that exist."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TABLE = TEXT.partition("<!-- to add:")[2].partition("\n## ")[0]
ROWS = {
    cells[0]: (cells[1], cells[2])
    for cells in re.findall(r"^\| (an? .*?|another .*?) \| (.*?) \| (.*?) \|$", TABLE, re.MULTILINE)
}
"""What is to be added: what to touch, and what is red until that is whole."""

NOT_YET = {"cikrefs/lists/renamed-styles.json"}
"""Files the table says to make where there are none."""


def _places(cell: str) -> list[str]:
    """Return the paths in a cell; of a file still to be named, the folder it goes to."""
    paths = re.findall(r"`((?:cikrefs|tests|docs)/[^`]*)`", cell)
    return [path.rpartition("/")[0] + "/" if "NAME" in path else path for path in paths]


def test_the_table_tells_how_to_add_each_kind_of_thing() -> None:
    kinds = "rule|field|registry|format|document|report|shape of names|citation style"
    assert [kind for kind in kinds.split("|") if not any(kind in row for row in ROWS)] == []
    assert all(_places(touch) for touch, _ in ROWS.values())


def test_the_table_names_places_that_exist() -> None:
    places = {place for row in ROWS.values() for cell in row for place in _places(cell)}
    assert {place for place in places if not (ROOT / place).exists()} == NOT_YET


@pytest.mark.parametrize("row", [row for row, cells in ROWS.items() if cells[1] != "—"])
def test_what_is_forgotten_is_noticed_by_tests_that_are_named(row: str) -> None:
    assert all(place.startswith("tests/") for place in _places(ROWS[row][1]))
    assert _places(ROWS[row][1])
