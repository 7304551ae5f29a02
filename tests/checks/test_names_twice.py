"""Names in which a word stands twice (Yang Yang): themselves in every spelling, nobody else."""

from __future__ import annotations

import pytest

from cikrefs.checks.authors import compare, same_person
from cikrefs.models import Name

TWICE = [
    [
        Name("Yang", "Yang"),
        Name("Yang", "Y."),
        Name("Yang", "Y"),
        Name("YANG", "YANG"),
        Name("Yang Y"),
        Name("Y. Yang"),
        Name("Yang Yang"),
    ],
    [
        Name("Li", "Li Erran"),
        Name("Li", "L. E."),
        Name("Li", "LE"),
        Name("Li", "Erran L."),
        Name("Li", "Li E."),
        Name("Erran Li", "Li"),
        Name("Erran Li", "L."),
        Name("Li Erran Li"),
        Name("L. Erran Li"),
    ],
    [Name("Martin", "Martin J."), Name("Martin", "M. J."), Name("Martin J.", "Martin")],
    [Name("Garcia Garcia", "Jose"), Name("García-García", "J."), Name("Garcia", "Jose Garcia")],
]
"""Spellings of one name each, in which a word stands twice."""


@pytest.mark.parametrize("spellings", TWICE, ids=lambda names: str(names[0]))
def test_a_name_with_a_word_twice_is_itself_in_every_spelling(spellings: list[Name]) -> None:
    differing = [
        (str(one), str(other))
        for one in spellings
        for other in spellings
        if not same_person(one, other)
    ]
    assert differing == []


def test_the_authors_around_a_name_with_a_word_twice_are_compared() -> None:
    yang, ma = Name("Yang", "Yang"), Name("Ma", "Li")
    assert compare((yang, ma), (yang, ma)).agrees
    found = compare((yang, ma), (Name("Yang", "Li"), ma))
    assert (found.agrees, found.message) == (False, "another name is registered")
    assert compare((ma, yang), (yang, ma)).message == "the order of the authors differs"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Name("Yang", "Yang"), Name("Yang", "Li")),
        (Name("Yang", "Yang"), Name("Li", "Yang")),
        (Name("Li", "Li Erran"), Name("Li", "Wei")),
    ],
)
def test_a_name_with_a_word_twice_is_nobody_elses(one: Name, other: Name) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)
