"""The report's 18 references, from its printed list and from each string alone.

Expected values are the labels in tests/data/references-18.jsonl, made by hand.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cikrefs.models import Name, Reference
from cikrefs.printed import entries, loads, parse

DATA = Path(__file__).parent.parent / "data"
GOLD: list[dict[str, Any]] = [
    json.loads(line) for line in (DATA / "references-18.jsonl").read_text("utf-8").splitlines()
]
IDS = [row["id"] for row in GOLD]
DOCUMENT = (DATA / "report-references.md").read_text("utf-8")
LABELS = [None] * 13 + ["14", "15", "16", "17", "18"]
LINES = (
    [(number, number) for number in range(13, 25)]
    + [(25, 27)]
    + [(number, number) for number in range(28, 33)]
)


def initials(given: str) -> str:
    """Spell the labels' "IGH" as "I. G. H."."""
    return " ".join(f"{letter}." for letter in given)


def check(reference: Reference, gold: dict[str, Any]) -> None:
    assert reference.author == tuple(
        Name(one["family"], initials(one["given"])) for one in gold["authors"]
    )
    assert reference.type == "article-journal"
    assert str(reference.issued) == gold["year"]
    assert reference.title == gold["title"]
    assert reference.container_title == gold["container"]
    assert reference.container_title_short == gold["container"]
    assert reference.volume == gold["volume"]
    assert reference.issue == gold.get("issue", "")
    assert reference.page == gold["pages"].replace("–", "-")
    assert gold["doi"] == reference.DOI


@pytest.fixture(scope="module")
def read() -> list[Reference]:
    return loads(DOCUMENT)


def test_the_list_has_exactly_18_references(read: list[Reference]) -> None:
    assert len(read) == 18


@pytest.mark.parametrize("index", range(18), ids=IDS)
def test_every_field_of_the_printed_list_is_read(read: list[Reference], index: int) -> None:
    check(read[index], GOLD[index]["gold"])


@pytest.mark.parametrize("form", ["raw", "raw_md"])
@pytest.mark.parametrize("row", GOLD, ids=IDS)
def test_every_field_is_read_from_the_string_alone(row: dict[str, Any], form: str) -> None:
    check(parse(row[form]), row["gold"])


@pytest.mark.parametrize("index", range(18), ids=IDS)
def test_spans_hold_the_printed_values(read: list[Reference], index: int) -> None:
    source, gold = read[index].source, GOLD[index]["gold"]
    text = source.text or ""
    printed = {variable: text[start:end] for variable, (start, end) in source.spans.items()}
    assert printed == {
        "author": ", ".join(f"{one['family']} {one['given']}" for one in gold["authors"]),
        "issued": gold["year"],
        "title": gold["title"],
        "container_title": gold["container"],
        "volume": gold["volume"],
        **({"issue": gold["issue"]} if gold.get("issue") else {}),
        "page": gold["pages"],
        "DOI": gold["doi"],
    }


@pytest.mark.parametrize("index", range(18), ids=IDS)
def test_positions_are_the_places_in_the_document(read: list[Reference], index: int) -> None:
    lines = DOCUMENT.splitlines()
    source = read[index].source
    assert source.positions.keys() == source.spans.keys()
    for variable, (line, column) in source.positions.items():
        start, end = source.spans[variable]
        rest = lines[line - 1][column - 1 :]
        assert (source.text or "")[start:end].startswith(rest[: end - start])


def test_labels_are_none_for_bullets_and_the_numbers_after() -> None:
    assert [entry.label for entry in entries(DOCUMENT)] == LABELS


def test_lines_are_told_and_entry_13_goes_over_the_page_break() -> None:
    assert [(entry.line, entry.end_line) for entry in entries(DOCUMENT)] == LINES


def test_only_the_stray_day_before_volume_74_is_unparsed(read: list[Reference]) -> None:
    assert [reference.source.unparsed_text for reference in read] == [("2;",)] + [()] * 17


def test_keys_are_assigned(read: list[Reference]) -> None:
    assert read[0].id == "galvagno2024"
    assert len({reference.id for reference in read}) == 18


@pytest.mark.skipif(
    "CIKREFS_REPORT" not in os.environ, reason="CIKREFS_REPORT does not name the report's text file"
)
def test_the_whole_report_gives_the_same_18() -> None:
    whole = loads(Path(os.environ["CIKREFS_REPORT"]).read_text("utf-8"))
    assert whole == loads(DOCUMENT)
    assert [reference.source.label for reference in whole] == LABELS
