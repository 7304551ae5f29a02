"""Lists of names, row by row: who is the same person, what is said of those who are not."""

from __future__ import annotations

import pytest

from cikrefs.checks.authors import (
    MOST,
    compare,
    first_agrees,
    is_alphabetical,
    overlap,
    same_person,
)
from cikrefs.models import OTHERS, Name

A, B, C, D, E, F = (
    Name(family, family[0]) for family in ("Abel", "Baker", "Carter", "Dorn", "Eads", "Fox")
)
GROUP = Name(literal="The CIK Consortium")
READ_AS_PERSON = Name("Consortium", "The CIK")

SAME = [
    (Name("Bäcker", "K."), Name("Baecker", "Karin")),
    (Name("Möller", "K."), Name("Moeller", "Karin")),
    (Name("Ångström", "K."), Name("Aangstroem", "Karin")),
    (Name("Kjær", "K."), Name("Kjaer", "Karin")),
    (Name("Strauß", "K."), Name("STRAUSS", "KARIN")),
    (Name("O'Brien", "J."), Name("OBrien", "John")),
    (Name("Abu-Ghosh", "J."), Name("Abughosh", "John")),
    (Name("Lee", "IGHK"), Name("Lee", "Ingo Gustav Hans Karl")),
    (Name("Lee", "I. G."), Name("Lee", "I. T. G.")),
    (Name("Pu", "LiMeiHua"), Name("Pu", "L. M. H.")),
    (Name("Pu", "JingJing"), Name("Pu", "Jingjing")),
    (Name("E", "Weinan"), Name("Weinan", "E")),
    (Name("Wei", "Zhang"), Name("Zhang", "Wei")),
    (Name("García Márquez", "G."), Name("Márquez", "Gabriel García")),
    (Name("Lee", ""), Name("Lee", "Anna")),
    (Name("Li", "Yu"), Name("Yu", "Li")),
    (Name("Vilani", "Ceci\N{SOFT HYPHEN}lia"), Name("Ceci\N{SOFT HYPHEN}lia Vilani")),
    (Name("Lee", "I.-G. H."), Name("Lee", "IGH.")),
]

OTHER = [
    (Name("Lee", "IGH"), Name("Lee", "Ian Paul")),
    (Name("Lee", "IGHK"), Name("Lee", "Ida Paula")),
    (Name("Lee", "ANNA MARIA"), Name("Lee", "Anna Nora")),
    (Name("Lee", "Anna"), Name("Lee", "Nora")),
    (Name("Lee", "MARIA"), Name("Lee", "Rita")),
    (Name("Lee", "I. G."), Name("Lee", "U.")),
    (Name("O", "A."), Name("Kim", "A. O.")),
    (Name("Wei", "Zhang"), Name("Zhang", "Mei")),
    (Name("Anna", "Lee"), Name("Anna", "Kim")),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_one_person_agree_either_way(one: Name, other: Name) -> None:
    assert same_person(one, other) is True
    assert same_person(other, one) is True


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_two_people_differ_either_way(one: Name, other: Name) -> None:
    assert same_person(one, other) is False
    assert same_person(other, one) is False


@pytest.mark.parametrize(("one", "other"), SAME)
def test_a_spelling_is_found_in_a_longer_list(one: Name, other: Name) -> None:
    found = compare((A, one, B), (A, B, C, other))
    assert found.message == "3 authors are printed, 4 registered; not printed: Carter, C"


@pytest.mark.parametrize(
    ("printed", "registered", "agrees"),
    [
        ((A, B, C), (A,), True),
        ((A, B), (A, C), True),
        ((A, OTHERS), (A, C), True),
        ((A, B), (C, B), False),
        ((B, A), (A,), False),
        ((A,), (B, A), False),
        ((Name("Lee", "Q."),), (Name("Lee", "Anna"),), True),
        ((Name("Zhang", "W."),), (Name("Wei", "Zhang"),), True),
        ((GROUP, A), (GROUP, B), True),
        ((READ_AS_PERSON,), (GROUP, A), True),
        ((GROUP,), (A, GROUP), True),
        ((GROUP,), (A, B), None),
        ((GROUP,), (Name(literal="World Bank"),), None),
        ((A,), (GROUP, B), None),
        ((OTHERS,), (A,), None),
        ((), (A,), None),
        ((A,), (), None),
    ],
)
def test_whether_the_first_author_is_the_first_registered_one(
    printed: tuple[Name, ...], registered: tuple[Name, ...], agrees: bool | None
) -> None:
    assert first_agrees(printed, registered) is agrees


@pytest.mark.parametrize(
    ("printed", "registered", "share"),
    [
        ((A, B), (B, A, C), 1.0),
        ((A, B, C, D), (A, E), 0.5),
        ((A, B), (C, D), 0.0),
        ((GROUP,), (A,), 0.0),
        ((A,), (GROUP,), 0.0),
        ((), (), 0.0),
    ],
)
def test_the_share_of_people_who_are_on_both_sides(
    printed: tuple[Name, ...], registered: tuple[Name, ...], share: float
) -> None:
    assert overlap(printed, registered) == share
    assert overlap(registered, printed) == share


def test_of_long_lists_the_first_fifty_tell() -> None:
    strangers = [Name(f"X{chr(97 + i % 26)}{chr(97 + i // 26)}", "Q.") for i in range(49)]
    people = [Name(f"Y{chr(97 + i % 26)}{chr(97 + i // 26)}", "Q.") for i in range(60)]
    assert MOST == 50
    assert overlap([*strangers, *people[:2]], people) == 1 / 50


@pytest.mark.parametrize(
    ("names", "alphabetical"),
    [
        ((A, B, C), True),
        ((A, C, B), False),
        ((Name("abel"), Name("Baker"), Name("Çelik"), Name("Dorn")), True),
        ((C, GROUP, D), True),
        ((GROUP, C, B), False),
    ],
)
def test_people_stand_by_the_alphabet_whatever_groups_do(
    names: tuple[Name, ...], alphabetical: bool
) -> None:
    assert is_alphabetical(names) is alphabetical


@pytest.mark.parametrize(
    ("printed", "registered"),
    [
        ((A, OTHERS, C, D), (A, B, C, D)),
        ((A, OTHERS, D), (A, D)),
        ((A, OTHERS, C, D), (A, C, D)),
        ((A, OTHERS), (GROUP,)),
        ((A, B), (A, B, GROUP)),
        ((A, READ_AS_PERSON, B), (A, B, GROUP)),
        ((A, B), (A, B, Name("Initiative", "for the Alzheimer's Disease Neuroimaging"))),
        ((A, B, Name("Study Group", "The CIK")), (A, B)),
        ((A, READ_AS_PERSON), (A,)),
    ],
)
def test_lists_that_say_no_other_agree(
    printed: tuple[Name, ...], registered: tuple[Name, ...]
) -> None:
    assert compare(printed, registered).agrees is not False


COUNT = "{} authors are printed, {} registered; "
BOTH = "not printed: Abel, A; not registered: Baker, B; Carter, C"


@pytest.mark.parametrize(
    ("printed", "registered", "severity", "message"),
    [
        ((A, B), (A,), "warning", "only the first author is registered"),
        ((A, B, C), (A,), "warning", "only the first author is registered"),
        ((B, A), (A,), "error", COUNT.format(2, 1) + "not registered: Baker, B"),
        ((B, C), (A,), "error", COUNT.format(2, 1) + BOTH),
        ((A, B, C), (A, B), "error", COUNT.format(3, 2) + "not registered: Carter, C"),
        ((A, B, OTHERS, C), (A, B), "error", COUNT.format(3, 2) + "not registered: Carter, C"),
        ((A, OTHERS, C), (A, D), "error", "another name is registered"),
        ((A, OTHERS, C), (A, B, C, D), "error", "another name is registered"),
        ((A, OTHERS, C, D), (A, B, E, D), "error", "another name is registered"),
        ((A, B), (GROUP,), "warning", "only a group is registered"),
        ((GROUP,), (A, B), "warning", "a group is printed, people are registered"),
        ((A, Name("Bakker", "B")), (A, B), "warning", "a name differs by one letter"),
        ((A, Name("Bakker", "Z")), (A, B), "error", "another name is registered"),
        ((A, Name("Dorn", "B")), (A, B), "error", "another name is registered"),
        ((Name("Abbel", "A"), Name("Bakker", "B")), (A, B), "error", "another name is registered"),
        ((A, Name("Bakker", "B"), D), (A, B, C), "error", "another name is registered"),
        ((A, C, B), (A, B, C), "error", "the order of the authors differs"),
        ((A, A, C), (A, B, C), "error", "another name is registered"),
    ],
)  # fmt: skip
def test_how_two_lists_differ_is_said(
    printed: tuple[Name, ...], registered: tuple[Name, ...], severity: str, message: str
) -> None:
    found = compare(printed, registered)
    assert (found.agrees, found.severity, found.message) == (False, severity, message)


@pytest.mark.parametrize(
    ("printed", "registered", "says"),
    [
        ((A, C, B, D), (A, B, C, D), ("Carter, C; Baker, B", "Baker, B; Carter, C")),
        ((A, B), (A, B, C), ("Abel, A; Baker, B", "Abel, A; Baker, B; Carter, C")),
        (
            (A, B, C, D, E),
            (A, B, C, D, E, F),
            (
                "Abel, A; Baker, B; Carter, C; Dorn, D; Eads, E",
                "Abel, A; Baker, B; Carter, C; Dorn, D; Eads, E; … (6 in all)",
            ),
        ),
    ],
)
def test_what_is_printed_and_registered_is_shown_five_names_at_most(
    printed: tuple[Name, ...], registered: tuple[Name, ...], says: tuple[str, str]
) -> None:
    found = compare(printed, registered)
    assert (found.printed, found.registered) == says
