"""Where documents cite their references. The documents are constructed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from cikrefs.citations import Citation, find_citations, sentences_citing, undefined
from cikrefs.citations.sentences import sentences
from cikrefs.models import Reference
from cikrefs.printed import loads

ITEMS = (
    "Lee A, Kim B, Fox C (2019) Cells of mice. J Cell Biol 12(3):45–67. https://doi.org/10.1000/a1",
    "Roy D (2020) Cells of men. J Cell Biol 13(3):145–167. https://doi.org/10.1000/a2",
    "Lee A, Kim B (2020a) Cells of frogs. J Cell Biol 13(4):245–267. https://doi.org/10.1000/a3",
    "Lee A, Poe E (2020b) Cells of toads. J Cell Biol 13(5):345–367. https://doi.org/10.1000/a4",
    "van Dyk F, Hill G (2021) Cells of newts. J Cell Biol 14(1):5–7. https://doi.org/10.1000/a5",
    "World Health Organization (2022) Cells of all. Nature 15(1):15–17. https://doi.org/10.1000/a6",
)
NUMBERED = "\n".join(f"{number}. {item}" for number, item in enumerate(ITEMS, 1))
BULLETED = "\n".join(f"- {item}" for item in ITEMS)


def document(body: str, items: str = NUMBERED) -> tuple[str, list[Reference]]:
    text = f"{body}\n\nReferences\n\n{items}\n"
    return text, loads(text)


def cite(body: str, items: str = NUMBERED) -> list[Citation]:
    return find_citations(*document(body, items))


def cited(body: str, items: str = NUMBERED) -> list[tuple[int, ...]]:
    return [one.cited for one in cite(body, items)]


ALL = "All of them grow [1–6]. "


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        ("[1]", (0,)),
        ("[2, 3]", (1, 2)),
        ("[2,3]", (1, 2)),
        ("[4–6]", (3, 4, 5)),
        ("[2-4, 6]", (1, 2, 3, 5)),
        ("[1; 3]", (0, 2)),
        (r"\[2\]", (1,)),
        ("[ 2 ]", (1,)),
        ("[2](#ref2)", (1,)),
        ("[2\n, 3]", (1, 2)),
    ],
)
def test_marks_in_brackets_are_read(mark: str, expected: tuple[int, ...]) -> None:
    assert cited(f"Cells grow {mark}.") == [expected]


@pytest.mark.parametrize(
    "mark",
    ["^2,3^", "^{2,3}", "<sup>2,3</sup>", "²,³", "²⁻³", "<sup>2–3</sup>", "^2^,^3^", "²˒³"],
)
def test_raised_marks_are_read(mark: str) -> None:
    found = cited(f"Abstract\n\nAll grow.^1,4–6^ Cells of mice grow{mark}. They do.")
    assert sum(found, ()) == (0, 3, 4, 5, 1, 2)


def test_marks_in_parentheses_are_read_where_the_document_uses_them() -> None:
    assert cited("Cells grow (1). They do (2, 3), and (4–6) says so. See Eq. (2).") == [
        (0,),
        (1, 2),
        (3, 4, 5),
    ]


def test_one_number_in_parentheses_is_no_citation() -> None:
    assert cited("There were three kinds: the first (1) and others.") == []


@pytest.mark.parametrize(
    "text",
    [
        "in [2019] it was",
        "as [a] shows",
        "the interval [0, 1] holds",
        "x = a[0] or so",
        "on (1) and (2)",
        "an area of 3 m² and 10⁶ cells",
        "with ¹³¹I and ^13^C",
        "see [the list]",
        "the years [1999, 2005]",
        "on a [100] plane",
    ],
)
def test_what_only_looks_like_a_mark_is_none(text: str) -> None:
    assert cited(f"{ALL}Then {text} again.") == [(0, 1, 2, 3, 4, 5)]


def test_affiliations_are_no_citations_beside_brackets() -> None:
    body = (
        f"Anna Lee¹ · Ben Kim^{{2,3}}\n\n¹ University of Bonn, Bonn, Germany.\n\nAbstract\n\n{ALL}"
    )
    assert [one.text for one in cite(body)] == ["[1–6]"]


def test_affiliations_are_no_citations_before_raised_ones() -> None:
    front = "Anna Lee^1^ and Ben Kim^2^.\n\n^1^ Bonn, Germany."
    body = f"{front}\n\nAbstract\n\nAll grow.^1–6^ Cells too.^2^"
    assert [one.text for one in cite(body)] == ["^1–6^", "^2^"]


def test_nothing_in_the_list_is_a_citation() -> None:
    items = NUMBERED.replace("Cells of men", "Cells of men: a reply to [1]")
    assert [one.text for one in cite(ALL, items)] == ["[1–6]"]


def test_bullets_are_counted_and_numbers_behind_them_go_on() -> None:
    lines = BULLETED.split("\n")
    mixed = "\n".join([*lines[:4], *(f"{number}. {ITEMS[number - 1]}" for number in (5, 6))])
    assert cited("Cells grow [2] and [4, 5].", mixed) == [(1,), (3, 4)]


def test_a_list_that_starts_late_is_matched_by_its_labels() -> None:
    late = "\n".join(f"{number}. {item}" for number, item in enumerate(ITEMS, 79))
    assert cited("Cells grow [80].", late) == [(1,)]


@pytest.mark.parametrize("label", ["²", "1" * 5000], ids=["raised", "5000 digits"])
def test_a_label_that_is_no_number_of_a_list_is_counted_over(label: str) -> None:
    text, references = document("Cells grow [2].", NUMBERED)
    first = replace(references[0], source=replace(references[0].source, label=label))
    assert [one.cited for one in find_citations(text, [first, *references[1:]])] == [(1,)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(Lee et al. 2019)", [(0,)]),
        ("Lee et al. (2019)", [(0,)]),
        ("(Lee et al., 2019; Roy, 2020)", [(0,), (1,)]),
        ("Roy (2020)", [(1,)]),
        ("(see Roy 2020)", [(1,)]),
        ("Roy’s (2020) cells", [(1,)]),
        ("(Lee and Kim, 2020a)", [(2,)]),
        ("Lee & Poe (2020b)", [(3,)]),
        ("(Lee et al. 2019, 2020a)", [(0,), (2,)]),
        ("(Lee et al. 2020a, b)", [(2, 3)]),
        ("van Dyk and Hill (2021)", [(4,)]),
        ("(World Health Organization 2022)", [(5,)]),
        ("Lee et\nal. (2019)", [(0,)]),
        ("Lee, Kim, and Fox (2019)", [(0,)]),
    ],
)
def test_names_and_years_are_read(text: str, expected: list[tuple[int, ...]]) -> None:
    assert (
        cited(f"As we know, {text} grew cells. In Bonn (2019) and April 2020 none grew.", BULLETED)
        == expected
    )


def test_a_mark_of_names_holds_names_and_year() -> None:
    found = cite("Cells grow (Lee et al. 2019; Roy 2020). So says Roy (2020).", BULLETED)
    assert [one.text for one in found] == ["Lee et al. 2019", "Roy 2020", "Roy (2020)"]
    assert [one.labels for one in found] == [("Lee 2019",), ("Roy 2020",), ("Roy 2020",)]


def test_what_the_list_does_not_have_is_undefined() -> None:
    found = cite("Cells grow [1, 7]. They do [9].")
    assert [(label, one.text) for label, one in undefined(found)] == [("7", "[1, 7]"), ("9", "[9]")]


def test_names_the_list_does_not_have_are_undefined() -> None:
    found = cite(
        "Cells grow (Lee et al. 2019; Poe et al. 1999), as Ray and Dee (2001) say.", BULLETED
    )
    assert [label for label, _ in undefined(found)] == ["Poe 1999", "Ray 2001"]


def test_what_no_mark_means_is_uncited() -> None:
    text, references = document("Cells grow [1–3]. They do [6].")
    means = {index for one in find_citations(text, references) for index in one.cited}
    left = [one.DOI for index, one in enumerate(references) if index not in means]
    assert left == ["10.1000/a4", "10.1000/a5"]


def test_of_a_bare_list_nothing_is_said() -> None:
    for text in (NUMBERED, BULLETED, f"References\n\n{NUMBERED}"):
        references = loads(text)
        assert len(references) == 6
        assert find_citations(text, references) == []


def test_places_are_those_in_the_document() -> None:
    text, references = document("Title\n\nCells grow well [2].\nThey do [1].")
    found = find_citations(text, references)
    assert [(one.line, one.column) for one in found] == [(3, 17), (4, 9)]
    assert [text[slice(*one.span)] for one in found] == ["[2]", "[1]"]


def test_each_reference_has_its_sentences_once() -> None:
    found = cite(
        "Cells of Lee et al. grow [1], e.g. in Fig. 2 [1]. Dr. A. Roy saw it. They do [1, 2]!"
    )
    assert sentences_citing(0, found) == [
        "Cells of Lee et al. grow [1], e.g. in Fig. 2 [1].",
        "They do [1, 2]!",
    ]
    assert sentences_citing(1, found) == ["They do [1, 2]!"]
    assert sentences_citing(2, found) == []


def test_a_reference_that_is_cited_alone_and_with_others_has_its_sentences_in_order() -> None:
    found = cite("So [1, 2]. Then [1]. They [3, 1]. So [1, 2]. At last [1].")
    assert sentences_citing(0, found) == ["So [1, 2].", "Then [1].", "They [3, 1].", "At last [1]."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One grew. Two grew.", ["One grew.", "Two grew."]),
        ("It was Lee et al. Who else?", ["It was Lee et al. Who else?"]),
        (
            "See Fig. 2 and e.g. Prof. A. B. Lee. Then go.",
            ["See Fig. 2 and e.g. Prof. A. B. Lee.", "Then go."],
        ),
        ("It had no. 5 and said no. Then it left.", ["It had no. 5 and said no.", "Then it left."]),
        ("It grew 0.5 mm. E. coli too.", ["It grew 0.5 mm.", "E. coli too."]),
        ("It grew.^1,2^ Then not.", ["It grew.^1,2^", "Then not."]),
        ("It grew.<sup>1</sup> Then not.", ["It grew.<sup>1</sup>", "Then not."]),
        ("It grew.¹ Then not.", ["It grew.¹", "Then not."]),
        ("It grew. [3] Then not.", ["It grew. [3]", "Then not."]),
        ("“It grew.” Then not.", ["“It grew.”", "Then not."]),
        ("It grew\nwell. Then\nnot.", ["It grew well.", "Then not."]),
        ("It grew\n\nwell and long.", ["It grew well and long."]),
        ("Methods\n\nIt grew.", ["Methods", "It grew."]),
        ("# Methods\nIt grew.", ["# Methods", "It grew."]),
        ("It grew:\n- first\n- second", ["It grew:", "- first", "- second"]),
        ("Did it? It did!", ["Did it?", "It did!"]),
    ],
)
def test_sentences_are_whole(text: str, expected: list[str]) -> None:
    found = sentences(text)
    assert [found.at(start) for start in found.starts if found.at(start)] == expected


@pytest.mark.skipif(
    "CIKREFS_REPORT" not in os.environ, reason="CIKREFS_REPORT does not name the report's text file"
)
def test_all_18_of_the_report_are_cited_and_none_is_undefined() -> None:
    text = Path(os.environ["CIKREFS_REPORT"]).read_text("utf-8")
    references = loads(text)
    found = find_citations(text, references)
    assert len(references) == 18
    assert undefined(found) == []
    assert sorted({index for one in found for index in one.cited}) == list(range(18))
