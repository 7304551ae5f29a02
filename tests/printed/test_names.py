"""Author blocks: names as they are printed, expected as they are written inside."""

from __future__ import annotations

import pytest

from cikrefs.models import OTHERS, Name
from cikrefs.names import initials
from cikrefs.printed import parse

NAMES = [
    ("Ying Li CM", Name("Ying Li", "C. M.")),
    ("Dalla Pietà A", Name("Dalla Pietà", "A.")),
    ("de Souza PB", Name("de Souza", "P. B.")),
    ("Schmidt-Wolf IGH", Name("Schmidt-Wolf", "I. G. H.")),
    ("D'Ambrosio L", Name("D'Ambrosio", "L.")),
    ("O’brien K", Name("O’brien", "K.")),
    ("Li CMY", Name("Li", "C. M. Y.")),
    ("Kwon Y-O", Name("Kwon", "Y.-O.")),
    ("Chapin FS III", Name("Chapin", "F. S.", "III")),
    ("MacKerell A. D. Jr", Name("MacKerell", "A. D.", "Jr")),
    ("van der Werf TS", Name("van der Werf", "T. S.")),
    ("Oliveira e Silva T", Name("Oliveira e Silva", "T.")),
    ("Karassiov V P", Name("Karassiov", "V. P.")),
    ("Casagrande, R. de C.", Name("Casagrande", "R. de C.")),
    ("RAUDENBUSH, S. W.", Name("RAUDENBUSH", "S. W.")),
    ("J.-P. Bonnet", Name("Bonnet", "J.-P.")),
    ("K. von Schuckmann", Name("von Schuckmann", "K.")),
]


@pytest.mark.parametrize(("printed", "name"), NAMES, ids=[printed for printed, _ in NAMES])
def test_a_name_alone_before_its_year_is_read(printed: str, name: Name) -> None:
    assert parse(f"{printed} (2010) Moss on walls. J Wall Ecol 12:45").author == (name,)


@pytest.mark.parametrize(
    "group", ["The 3,000 Rice Genomes Project", "Ministry of Health", "IPCC", "R Core Team"]
)
def test_a_group_is_one_name(group: str) -> None:
    assert parse(f"{group} (2010) Moss on walls. J Wall Ecol 12:45").author == (
        Name(literal=group),
    )


def test_a_group_may_follow_people() -> None:
    reference = parse(
        "Baker AB, Fern C, Moss Study Group. Walls of towns. J Wall Ecol. 2010;12:45."
    )
    assert reference.author[2] == Name(literal="Moss Study Group")


@pytest.mark.parametrize(
    "et_al", [" et al", " et al.", ", et al", ", et al.", " and others", ", … "]
)
def test_et_al_is_others(et_al: str) -> None:
    reference = parse(f"Baker AB, Fern C{et_al} (2010) Moss on walls. J Wall Ecol 12:45")
    assert reference.author == (Name("Baker", "A. B."), Name("Fern", "C."), OTHERS)


def test_the_last_author_behind_an_ellipsis_is_read() -> None:
    reference = parse(
        "Baker, A., Fern, C., … Varki, N. (2010). Moss on walls. J Wall Ecol, 12, 45."
    )
    assert reference.author[-1] == Name("Varki", "N.")


@pytest.mark.parametrize("conjunction", ["und", "and", "et", "y", "e"])
def test_a_word_between_two_people_is_part_of_no_name(conjunction: str) -> None:
    people = f"Möller, Petra {conjunction} Karl T. Beispiel"
    reference = parse(f"{people}, 2006, Cells of mice, J Cell Biol, 24(4), 879-896.")
    assert reference.author == (Name("Möller", "Petra"), Name("Beispiel", "Karl T."))


def test_an_abbreviated_journal_is_no_author() -> None:
    reference = parse("A. Baker, C. Fern, J. Phys. Chem. C 2017, 121, 2563.")
    assert [name.family for name in reference.author] == ["Baker", "Fern"]
    assert (reference.title, reference.container_title) == ("", "J. Phys. Chem. C")


def test_editors_alone_are_editors() -> None:
    reference = parse("Baker AB, Fern C, editors. The book of walls. London: Sage; 2010.")
    assert reference.author == ()
    assert [name.family for name in reference.editor] == ["Baker", "Fern"]


def test_a_collaboration_in_parentheses_is_an_author() -> None:
    reference = parse("A. Baker et al. (Moss Collaboration), Phys. Rev. D 71, 032001 (2005)")
    assert reference.author[-1] == Name(literal="Moss Collaboration")


@pytest.mark.parametrize(
    ("printed", "inside"),
    [
        ("IGH", "I. G. H."),
        ("I.G.H.", "I. G. H."),
        ("Y-O", "Y.-O."),
        ("Y.-O.", "Y.-O."),
        ("Leigh", "Leigh"),
        ("Doris L", "Doris L."),
    ],
)
def test_initials_have_stops_and_blanks(printed: str, inside: str) -> None:
    assert initials(printed) == inside
