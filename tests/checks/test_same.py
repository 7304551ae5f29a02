"""The truth table, row by row: title × people × locators, typed by hand."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from cikrefs.checks.compare import agreements_of
from cikrefs.checks.same import (
    Evidence,
    Title,
    evidence,
    is_distinctive,
    is_same,
    is_telling,
    is_verified,
    likeness_of,
    same_title,
)
from cikrefs.models import OTHERS, Date, Name
from tests.checks.build import record, reference

SAME, GENERIC, NEAR, LIKE, OTHER, UNKNOWN = (
    Title.SAME,
    Title.GENERIC,
    Title.NEAR,
    Title.LIKE,
    Title.OTHER,
    Title.UNKNOWN,
)
_SIGNS = {"+": True, "-": False, ".": None}


def found(title: Title, people: str, locators: str) -> Evidence:
    """Return evidence; locators: year, journal, volume, page, + agrees, - differs, . silent."""
    return Evidence(title, _SIGNS[people], *(_SIGNS[sign] for sign in locators))


SAME_WORK = [
    (SAME, "+", "----", True),
    (SAME, "+", "....", True),
    (SAME, ".", "----", True),
    (SAME, "-", "....", True),  # never another work on authors alone
    (SAME, "-", "...-", True),
    (SAME, "-", "..--", False),
    (SAME, "-", "+---", True),
    (GENERIC, "+", "....", True),
    (GENERIC, "+", "+...", True),
    (GENERIC, "+", "+---", False),
    (GENERIC, "+", "++--", True),
    (GENERIC, ".", "++.-", False),
    (GENERIC, ".", "++-.", True),
    (GENERIC, ".", "+--.", False),
    (GENERIC, ".", "+-..", True),
    (GENERIC, "-", "+++.", False),
    (GENERIC, "-", "+++-", False),
    (GENERIC, "-", "-+++", True),
    (GENERIC, "-", "--++", False),
    (NEAR, "+", "---+", True),
    (NEAR, "+", "+++-", False),  # the next part of a series by the same people
    (NEAR, "+", "....", True),
    (NEAR, "+", "+...", True),
    (NEAR, "+", "+-..", False),
    (NEAR, "+", "++-.", True),
    (NEAR, ".", "+...", False),
    (NEAR, ".", "++..", True),
    (NEAR, ".", "++-.", False),
    (NEAR, ".", "---+", False),
    (NEAR, ".", "--++", True),
    (NEAR, "-", "+++.", False),
    (NEAR, "-", "-+++", True),
    (NEAR, "-", "--++", False),
    (LIKE, "+", "--++", True),
    (LIKE, "+", "---+", False),
    (LIKE, "+", "++..", True),
    (LIKE, "+", "++-.", False),
    (LIKE, "+", "+...", False),
    (LIKE, "+", "+++-", False),
    (LIKE, ".", "++.+", True),
    (LIKE, ".", "+++.", False),
    (LIKE, ".", "+..+", False),
    (LIKE, "-", "++++", False),
    (OTHER, "+", "++.+", True),
    (OTHER, "+", "+++-", False),  # a neighbour by the same people
    (OTHER, "+", "+++.", False),
    (OTHER, "+", "--++", False),
    (OTHER, ".", "++.+", True),
    (OTHER, ".", "+++.", False),
    (OTHER, ".", "--++", False),
    (OTHER, "-", "++++", False),
    (UNKNOWN, "+", "++--", True),
    (UNKNOWN, "+", "+---", False),
    (UNKNOWN, "+", "+...", True),
    (UNKNOWN, "+", "-...", False),
    (UNKNOWN, ".", "....", True),
    (UNKNOWN, ".", "+-..", True),
    (UNKNOWN, ".", "--+.", False),
    (UNKNOWN, ".", "+++-", False),
    (UNKNOWN, "-", "+++-", False),
    (UNKNOWN, "-", "-+++", True),
    (UNKNOWN, "-", "--++", False),
]

VERIFIED = [
    (SAME, "+", "+...", True),
    (SAME, "+", "....", True),
    (SAME, "+", "-...", False),
    (SAME, "+", "+-..", True),
    (SAME, "+", "++--", False),
    (SAME, ".", "++-.", True),
    (SAME, ".", "+...", True),
    (SAME, ".", "+-..", False),
    (SAME, ".", "....", False),
    (SAME, "-", "++++", False),
    (GENERIC, "+", "++..", True),
    (GENERIC, "+", "+...", False),
    (GENERIC, "+", "++-.", False),
    (GENERIC, ".", "++.+", True),
    (GENERIC, ".", "+..+", False),
    (GENERIC, ".", "+++.", False),
    (GENERIC, ".", "++-+", False),
    (GENERIC, "-", "++++", False),
    (NEAR, "+", "+++-", False),
    (NEAR, "+", "+++.", True),
    (NEAR, "+", "++-.", False),
    (NEAR, "+", "++..", False),
    (NEAR, "+", "+..+", True),
    (NEAR, "+", "...+", False),
    (NEAR, "+", "+--+", False),
    (NEAR, ".", "++++", False),
    (LIKE, "+", "++++", False),
    (OTHER, "+", "++++", False),
    (UNKNOWN, "+", "++.+", True),
    (UNKNOWN, "+", "+++.", False),
    (UNKNOWN, "+", "+..+", False),
    (UNKNOWN, ".", "++++", False),
]


@pytest.mark.parametrize(("title", "people", "locators", "same"), SAME_WORK)
def test_whether_the_record_of_a_printed_doi_is_the_work(
    title: Title, people: str, locators: str, same: bool
) -> None:
    assert is_same(found(title, people, locators)) is same


@pytest.mark.parametrize(("title", "people", "locators", "sure"), VERIFIED)
def test_whether_a_candidate_is_beyond_doubt(
    title: Title, people: str, locators: str, sure: bool
) -> None:
    assert is_verified(found(title, people, locators)) is sure


def test_what_is_beyond_doubt_is_the_same_work_too() -> None:
    every = [
        Evidence(title, *signs)
        for title in Title
        for signs in product((True, False, None), repeat=5)
    ]
    assert [one for one in every if is_verified(one) and not is_same(one)] == []


@pytest.mark.parametrize(
    ("title", "people", "locators", "enough"),
    [
        (SAME, ".", "....", True),
        (OTHER, ".", "....", True),
        (UNKNOWN, "+", "+...", True),
        (UNKNOWN, "+", "....", False),
        (UNKNOWN, ".", "+...", False),
        (UNKNOWN, ".", "+.+.", True),
        (GENERIC, "-", "+...", False),
    ],
)
def test_a_work_is_confirmed_only_by_more_than_a_year(
    title: Title, people: str, locators: str, enough: bool
) -> None:
    assert is_telling(found(title, people, locators)) is enough


TITLE = "Ex Vivo Expansion of Killer Cells: A Phase II Study"


@pytest.mark.parametrize(
    ("printed", "registered", "is_"),
    [
        (TITLE, TITLE, SAME),
        ("Ex vivo expansion of killer cells", TITLE, SAME),
        ("Ex vivo expansion of killer cells: a phase III study", TITLE, NEAR),
        (
            "Effects of statins on the survival of",
            "Effects of statins on the survival of mice",
            NEAR,
        ),
        ("Statins and survival of old mice", "Statins and survival of old rats", NEAR),
        ("Statins for old mice", "Statins in a large randomised trial of old mice", LIKE),
        ("Statins mice", "Statins rats", LIKE),
        ("Heamatopoesis in murine embrios", "Haematopoiesis in murine embryos", NEAR),
        (
            "The geography of aging in the United States",
            "Paracoccidioidomycosis in the United States",
            LIKE,
        ),
        ("Marrow transplants in mice", "Killer cells of the spleen", OTHER),
        ("Old mice eat rice", "Old mice eat rice when given corn, too, today", NEAR),  # cut in half
        ("Old mice eat", "Old mice eat rice, corn, peas, beans", LIKE),
        ("Mice eat rice daily", "Old mice eat brown rice daily", NEAR),  # 8 of 10 words
        ("Mice eat rice", "Old mice eat brown rice", LIKE),  # 6 of 8
        ("Mice eat rice daily", "Mice fear cats daily", LIKE),  # 4 of 8
        ("Mice eat rice daily", "Mice fear old cats daily", OTHER),  # 4 of 9
        ("Marrow grafted rabbits", "Morrow grafted robbits", NEAR),  # 36 of 40 letters
        ("Marrow grafted rabbits", "Morrow grofted robbits", OTHER),  # 34 of 40
        ("Old grey mice", "Old gray mice", SAME),
        ("Killer cells in cancer", "Killer cells in cancer", SAME),
        ("Editorial", "Editorial", GENERIC),
        ("Book reviews", "Book Reviews.", GENERIC),
        ("", TITLE, UNKNOWN),
        (TITLE, "", UNKNOWN),
    ],
)
def test_how_a_printed_title_stands_to_the_registered_one(
    printed: str, registered: str, is_: Title
) -> None:
    one, other = reference(title=printed), record(title=(registered,) if registered else ())
    assert evidence(one, other, agreements_of(one, other)).title is is_


A, B, C = Name("Lee", "A. B."), Name("de Souza", "P."), Name("Müller", "K.")


@pytest.mark.parametrize(
    ("printed", "same"),
    [
        ((A, B, C), True),
        ((C, A, B), True),
        ((B, A, OTHERS), True),
        ((C, Name("Abel", "Z.")), True),
        ((Name("Abel", "Z."), Name("Baker", "Y."), C), False),
        ((Name("Abel", "Z."),), False),
        ((B,), False),
        ((), None),
        ((OTHERS,), None),
        ((*(Name(family, "X.") for family in ("Abel", "Baker", "Carter")), C), False),
    ],
)
def test_whether_the_people_are_the_same(printed: tuple[Name, ...], same: bool | None) -> None:
    one, other = reference(author=printed), record()
    assert evidence(one, other, agreements_of(one, other)).people is same


@pytest.mark.parametrize(
    ("changes", "registered", "page"),
    [
        ({}, {}, True),
        ({"page": "145"}, {}, True),
        ({"page": "154-152"}, {}, False),
        ({"page": "1-9"}, {"page": ("1-9",)}, None),
        ({"page": "pp. 1-9"}, {"page": ("1-9",)}, None),
        ({"page": "1-9"}, {"page": ("2-9",)}, False),
        ({"page": "11-19"}, {"page": ("11-19",)}, True),
        ({"page": ""}, {}, None),
    ],
)
def test_a_page_tells_works_apart_but_for_the_first(
    changes: dict[str, Any], registered: dict[str, Any], page: bool | None
) -> None:
    one, other = reference(**changes), record(**registered)
    assert evidence(one, other, agreements_of(one, other)).page is page


def test_the_locators_are_year_journal_volume_and_page() -> None:
    one, other = reference(issued=Date(2020), volume=""), record(page=("999",))
    seen = evidence(one, other, agreements_of(one, other))
    assert (seen.year, seen.journal, seen.volume, seen.page) == (False, True, None, False)
    assert (seen.agreeing, seen.differing) == (1, 2)


def test_two_of_five_people_do_not_make_the_people_the_same() -> None:
    abel, baker, carter, dorn, eads, fox = (
        Name(family, "X.") for family in ("Abel", "Baker", "Carter", "Dorn", "Eads", "Fox")
    )
    held = record(author=(A, B, C, abel, baker))
    for printed, same in (
        ((carter, dorn, eads, abel, baker), False),
        ((carter, dorn, abel, baker), True),
        ((carter, dorn, eads, fox, abel, baker, C), True),
    ):
        one = reference(author=printed)
        assert evidence(one, held, agreements_of(one, held)).people is same


def test_editors_stand_for_authors_where_there_are_none() -> None:
    one, held = reference(author=(), editor=(A, B)), record(author=(), editor=(A, B))
    assert evidence(one, held, agreements_of(one, held)).people is True


@pytest.mark.parametrize(
    ("title", "distinctive"),
    [
        ("Killer cells cure gastric cancer", True),
        ("Killer cells cure cancer", False),
        ("Killer cells cure cancer 2019", False),
        ("Killer cells cure cancer II", False),
        ("Killer cells cure killer cancer", False),
        ("Killer cells cure old men", True),
    ],
)
def test_five_words_of_three_letters_make_a_title_one_works_own(
    title: str, distinctive: bool
) -> None:
    assert is_distinctive(title) is distinctive


@pytest.mark.parametrize(
    ("printed", "registered", "same"),
    [
        ("Killer cells: a study", ("Killer cells – a study",), True),
        ("Killer cells", ("Killer cells: a study",), False),
        ("Killer cells: a study", ("Killer cells",), False),
        ("Killer cells", ("Killerzellen", "Killer Cells."), True),
        ("Killer cells", (), False),
    ],
)
def test_a_title_is_the_same_as_a_whole_if_one_registered_is(
    printed: str, registered: tuple[str, ...], same: bool
) -> None:
    assert same_title(reference(title=printed), record(title=registered)) is same


@pytest.mark.parametrize(
    ("registered", "likeness"), [((), 0.0), (("Old rats",), 0.5), (("Old rats", "Old mice"), 1.0)]
)
def test_the_likest_registered_title_counts_and_none_is_like_none(
    registered: tuple[str, ...], likeness: float
) -> None:
    assert likeness_of(reference(title="Old mice"), record(title=registered)) == likeness
