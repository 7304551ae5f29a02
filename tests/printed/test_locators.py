"""Locators: volume, issue, pages in the shapes print gives them."""

from __future__ import annotations

import pytest

from cikrefs.printed import parse
from cikrefs.printed.locators import LOCATORS, page, read

PRINTED = [
    ("122:102665", "122", "", "102665"),
    ("33:L21707", "33", "", "L21707"),
    ("13(24):e70497", "13", "24", "e70497"),
    ("48:RG4001", "48", "", "RG4001"),
    ("27(16):1155177", "27", "16", "1155177"),
    ("7:S40–S42", "7", "", "S40-S42"),
    ("25(1 Pt 2):155", "25", "1 Pt 2", "155"),
    ("10(Suppl. 1):S1", "10", "Suppl. 1", "S1"),
    ("27(Suppl A):S17–S25", "27", "Suppl A", "S17-S25"),
    ("12(2/3):45", "12", "2/3", "45"),
    ("22, Suppl. 3, S6–S10", "22", "Suppl. 3", "S6-S10"),
    ("vol. 12, no. 3, pp. 45–67", "12", "3", "45-67"),
    ("5(1):153-60", "5", "1", "153-60"),
    ("47, e2020GL088429", "47", "", "e2020GL088429"),
    ("2(42)", "2", "42", ""),
]


@pytest.mark.parametrize(
    ("printed", "volume", "issue", "pages"), PRINTED, ids=[row[0] for row in PRINTED]
)
def test_volume_issue_and_pages(printed: str, volume: str, issue: str, pages: str) -> None:
    reference = parse(f"Baker AB (2010) Moss on walls. J Wall Ecol {printed}")
    assert (reference.volume, reference.issue, reference.page) == (volume, issue, pages)


def test_a_day_that_leaked_before_the_volume_is_unparsed() -> None:
    reference = parse("Baker AB (2010) Moss on walls. J Wall Ecol. 2;74(1):6")
    assert (reference.volume, reference.issue, reference.page) == ("74", "1", "6")
    assert reference.source.unparsed_text == ("2;",)


def test_a_journal_may_have_a_year_in_its_name() -> None:
    assert parse("Baker AB (1994) Moss. J Appl Physiol (1985) 77:862").volume == "77"


def test_an_article_before_its_issue_has_no_volume() -> None:
    reference = parse("Baker AB (2010) Moss on old walls. J Wall Ecol. https://doi.org/10.1234/a5")
    assert (reference.volume, reference.page) == ("", "")
    assert reference.container_title == "J Wall Ecol"


def test_a_year_before_a_lone_number_is_no_volume() -> None:
    reference = parse("A. Baker, J. Chem. Phys. 2010, 132.")
    assert reference.issued is not None
    assert (reference.issued.year, reference.volume) == (2010, "132")


@pytest.mark.parametrize(
    ("example", "needs", "pattern"), LOCATORS, ids=[example for example, _, _ in LOCATORS]
)
def test_each_row_of_the_table_stands_under_an_example_that_reads(
    example: str, needs: str, pattern: str
) -> None:
    assert pattern
    assert set(needs.replace("Y", "")) <= set(example)
    string = f"J Wall Ecol {example}"
    assert read(string, 0, len(string)) is not None


@pytest.mark.parametrize("dash", ["–", "-", "—", "−", " – ", "--"])
def test_pages_have_one_hyphen(dash: str) -> None:
    assert page(f"511{dash}518") == "511-518"
