"""Differences: what is marked is what differs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cikrefs.reports.difference import Piece, pieces


def bracketed(values: list[Piece]) -> str:
    return "".join(f"[{text}]" if differs else text for text, differs in values)


@pytest.mark.parametrize(
    ("printed", "registered", "left", "right"),
    [
        ("A phase II trial", "A phase III trial", "A phase II trial", "A phase II[I] trial"),
        ("colorectal cancer", "gastric cancer", "[colorectal] cancer", "[gastric] cancer"),
        ("511-518", "551-558", "5[1]1-5[1]8", "5[5]1-5[5]8"),
        ("A trial", "A trial of X: a study", "A trial", "A trial [of X: a study]"),
        ("10.1/j.clcc.2022", "10.1/j.cllc.2022", "10.1/j.cl[c]c.2022", "10.1/j.cl[l]c.2022"),
        ("same", "same", "same", "same"),
    ],
)
def test_words_are_marked_and_letters_in_words_that_are_alike(
    printed: str, registered: str, left: str, right: str
) -> None:
    assert tuple(map(bracketed, pieces(printed, registered))) == (left, right)


@pytest.mark.parametrize(("printed", "registered"), [("27", "16"), ("", "x"), ("a, b", "c, d")])
def test_values_with_nothing_in_common_are_not_marked(printed: str, registered: str) -> None:
    assert tuple(map(bracketed, pieces(printed, registered))) == (printed, registered)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_of_a_value_are_the_value(printed: str, registered: str) -> None:
    left, right = pieces(printed, registered)
    assert "".join(text for text, _ in left) == printed
    assert "".join(text for text, _ in right) == registered


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_not_marked_is_the_same_on_both_sides_but_for_space(
    printed: str, registered: str
) -> None:
    left, right = pieces(printed, registered)
    if any(differs for _, differs in (*left, *right)):
        common = [
            "".join("".join(t.split()) for t, differs in side if not differs)
            for side in (left, right)
        ]
        assert common[0] == common[1]
