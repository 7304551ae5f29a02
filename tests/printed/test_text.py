"""Cleaned text, and where its characters stood."""

from __future__ import annotations

import pytest

from cikrefs.printed.text import clean, joint, tightened, vocabulary


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("*J Wall Ecol* 5", "J Wall Ecol 5"),
        ("A *star* is **bold**", "A star is bold"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("file_name_x and _this_", "file_name_x and this"),
        ("<i>Bryum</i> CO<sub>2</sub>", "Bryum CO2"),
        ("a < b > c", "a < b > c"),
        ("in &lt;i&gt;Bryum&lt;/i&gt;", "in Bryum"),
        ("<https://doi.org/10.1/a>", "https://doi.org/10.1/a"),
        ("R&amp;D a\\_b", "R&D a_b"),
        ("ﬁne ﬂow", "fine flow"),
        ("a\u00a0b  c\td", "a b c d"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
    ],
)
def test_markup_ligatures_and_odd_blanks_go(given: str, cleaned: str) -> None:
    assert clean(given).string == cleaned


def test_a_span_is_told_in_the_string_given() -> None:
    given = "x *J Wall Ecol* <i>y</i>"
    text = clean(given)
    start = text.string.index("Wall")
    first, last = text.span(start, start + 4)
    assert given[first:last] == "Wall"


def test_italics_are_known_in_the_cleaned_string() -> None:
    text = clean("Moss. *J Wall Ecol* 5")
    ((start, end),) = text.emphasis
    assert text.string[start:end] == "J Wall Ecol"


def test_a_piece_taken_out_leaves_the_rest_where_it_stood() -> None:
    text = clean("abc DEF ghi").without([(4, 8)])
    assert text.string == "abc ghi"
    assert text.span(4, 7) == (8, 11)


def test_blanks_before_commas_and_inside_brackets_go_only_when_asked() -> None:
    text = clean("Lett .81 ( 1998) 47 ,5")
    assert text.string == "Lett .81 ( 1998) 47 ,5"
    assert tightened(text).string == "Lett.81 (1998) 47,5"


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("the enhance-", "ment of", "the enhancement of"),
        ("a lead-", "induced ill", "a lead-induced ill"),
        ("a DNA-", "binding site", "a DNA-binding site"),
        ("the species-", "and cell-type", "the species- and cell-type"),
        ("pages 45–", "67", "pages 45–67"),
        ("pages 45-", "67", "pages 45-67"),
        ("https://doi.org/10.1016/", "j.cma", "https://doi.org/10.1016/j.cma"),
        ("soft\u00ad", "ware", "software"),
        ("plain", "words", "plain words"),
    ],
)
def test_lines_join(left: str, right: str, joined: str) -> None:
    cut, glue = joint(left, right, frozenset())
    assert left[: len(left) - cut] + glue + right == joined


def test_the_document_decides_whether_a_hyphen_stays() -> None:
    assert joint("photo-", "cell", vocabulary("a photo-cell")) == (0, "")
    assert joint("photo-", "cell", vocabulary("a photocell")) == (1, "")
