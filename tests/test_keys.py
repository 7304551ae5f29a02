"""Keys for references without one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cikrefs.errors import InputError
from cikrefs.keys import assign, selected
from cikrefs.models import Date, Name, Reference


def keyed(*references: Reference) -> list[str]:
    return [reference.id for reference in assign(references)]


def by(family: str, year: int) -> Reference:
    return Reference(author=(Name(family, "A."),), issued=Date(year))


@pytest.mark.parametrize(
    ("family", "key"),
    [
        ("Galvagno", "galvagno2024"),
        ("Lück", "luck2024"),
        ("de Souza", "desouza2024"),
        ("D'Ambrosio", "dambrosio2024"),
        ("Øster", "oster2024"),
        ("Щукин", "shchukin2024"),
    ],
)
def test_a_key_is_the_first_family_name_in_ascii_and_the_year(family: str, key: str) -> None:
    assert keyed(by(family, 2024)) == [key]


def test_a_clash_gets_a_letter_and_leaves_the_first_as_it_is() -> None:
    assert keyed(by("Liu", 2020), by("Liu", 2020), by("Liu", 2020)) == [
        "liu2020",
        "liu2020a",
        "liu2020b",
    ]


def test_an_id_that_is_there_is_kept_and_never_given_again() -> None:
    assert keyed(by("Liu", 2020), Reference(id="liu2020"), Reference(id="Ünïque key")) == [
        "liu2020a",
        "liu2020",
        "Ünïque key",
    ]


def test_a_letter_printed_behind_the_year_is_part_of_the_key() -> None:
    assert keyed(replace(by("Liu", 2020), extra={"year-suffix": "b"})) == ["liu2020b"]


def test_without_author_the_first_telling_word_of_the_title_gives_the_key() -> None:
    assert keyed(Reference(title="The 30 years of CIK", issued=Date(2021))) == ["years2021"]


def test_without_anything_there_is_still_a_key() -> None:
    assert keyed(Reference(), Reference()) == ["anonymous", "anonymousa"]


def test_ten_thousand_references_that_share_a_stem_are_given_keys_at_once() -> None:
    same = [Reference(title="Title", issued=Date(2020))] * 10_000
    assert assign(same)[-1].id == "title2020nto"  # the 9,999th of a, b, …, z, aa, ab, …


def test_references_are_selected_by_their_keys_in_the_order_they_have() -> None:
    references = [Reference(id="b"), Reference(id="a"), Reference(title="Cells"), Reference(id="c")]
    assert [one.id for one in selected(references, ["c ", "cells", "b", ""])] == ["b", "cells", "c"]


@pytest.mark.parametrize(
    ("wanted", "says"), [(["lee202"], "did you mean lee2020?"), ([" "], "no key is named")]
)
def test_a_key_that_no_reference_has_is_refused(wanted: list[str], says: str) -> None:
    with pytest.raises(InputError) as caught:
        selected([Reference(id="lee2020")], wanted)
    assert says in str(caught.value)
