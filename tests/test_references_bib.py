"""references.bib is what cikrefs writes from the report's printed list."""

from __future__ import annotations

from pathlib import Path

import pytest

import cikrefs
from cikrefs.formats import bibtex
from tests.conftest import REPORT, ROOT


def test_references_bib_is_fresh() -> None:
    """If this fails: cikrefs convert tests/data/report-references.md -o references.bib."""
    written = bibtex.dumps(cikrefs.read(REPORT))
    assert (ROOT / "references.bib").read_text(encoding="utf-8") == written


@pytest.mark.parametrize("name", ["references.bib", "tests/data/report-references.md"])
def test_the_file_and_the_print_have_the_same_references(name: str) -> None:
    assert cikrefs.read(ROOT / Path(name)) == cikrefs.read(REPORT)


def test_the_keys_are_the_expected_ones() -> None:
    assert [reference.id for reference in cikrefs.read(ROOT / "references.bib")] == [
        "galvagno2024",
        "gammaitoni2017",
        "mesiano2018",
        "vordermark2024",
        "luck2025",
        "sharma2023",
        "liu2025",
        "li2023",
        "yingli2024",
        "palmerini2020",
        "li2012",
        "liu2020",
        "han2021",
        "zhou2022",
        "perriello2023",
        "pisani2025",
        "sharma2021",
        "sharma2024",
    ]
