"""Which texts are names of persons, and how their parts are found."""

from __future__ import annotations

import pytest

from cikrefs.formats.common import persons
from cikrefs.models import Name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("K. He", Name("He", "K.")),
        ("M. T. Ribeiro", Name("Ribeiro", "M. T.")),
        ("J.-P. Serre", Name("Serre", "J.-P.")),
        ("L. van der Maaten", Name("van der Maaten", "L.")),
        ("L. Van Gool", Name("Van Gool", "L.")),
        ("M. Lopez de Prado", Name("Lopez de Prado", "M.")),
        ("D. O'Neil", Name("O'Neil", "D.")),
        ("S. Özgür-Çelik", Name("Özgür-Çelik", "S.")),
        ("Y. LeCun", Name("LeCun", "Y.")),
        ("M. L. King Jr.", Name("King", "M. L.", "Jr")),
    ],
)
def test_initials_and_a_family_name_are_a_person(text: str, name: Name) -> None:
    assert persons.natural(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "U.S. Senate",
        "U.N. Women",
        "W. K. Kellogg Foundation",
        "J. Craig Venter Institute",
        "R. Core Team of the World",
        "Tim Liu",
        "Dr. Smith",
        "C. elegans Consortium",
        "K. He, X. Zhang",
        "K. He and X. Zhang",
        "K.",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert persons.natural(text) is None
