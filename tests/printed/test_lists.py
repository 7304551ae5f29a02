"""Lists found in documents and cut into entries; the documents are constructed."""

from __future__ import annotations

import pytest

from cikrefs.errors import InputError, Problem
from cikrefs.models import Name
from cikrefs.printed import entries, loads

WORKS = [
    "Baker AB, Fern C (2009) Moss on old walls. J Wall Ecol 12(3):45–67",
    "Cole D (2010) Lichen on old stones. J Stone Ecol 3:1–9",
    "Dunn EF, Elm G, Fir H (2011) Fern and moss in towns. Urban Plants 7:100–110",
    "Gale I (2012) Walls as habitats. Nature 480:12–15",
]


def labelled(pattern: str) -> str:
    return "\n".join(pattern.format(number) + work for number, work in enumerate(WORKS, 1))


LAYOUTS = {
    "numbers with stops": labelled("{}. "),
    "numbers in brackets": labelled("[{}] "),
    "numbers in parentheses": labelled("({}) "),
    "numbers with a parenthesis": labelled("{}) "),
    "numbers on lines of their own": labelled("{}.\n"),
    "bullets": labelled("- ").replace("{}", ""),
    "lines": "\n".join(WORKS),
    "blank lines": "\n\n".join(WORKS),
    "wrapped lines": "\n".join(WORKS).replace(" on ", "\non ").replace(" in ", "\nin "),
    "wrapped and indented": "\n".join(WORKS)
    .replace(" on ", "\n    on ")
    .replace(" as ", "\n    as "),
    "windows line ends": "\r\n".join(WORKS),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "frame",
    [
        "{}",
        "Some prose.\n\nReferences\n\n{}\n",
        "# Moss\n\n## References\n{}\n\n## Appendix\nMore.",
    ],
)
def test_a_list_is_cut_whatever_its_layout(layout: str, frame: str) -> None:
    assert [entry.text for entry in entries(frame.format(LAYOUTS[layout]))] == WORKS


def test_labels_are_as_printed() -> None:
    assert [entry.label for entry in entries(LAYOUTS["numbers in brackets"])] == [
        "1",
        "2",
        "3",
        "4",
    ]
    assert [entry.label for entry in entries(LAYOUTS["lines"])] == [None] * 4


def test_a_list_may_start_anywhere() -> None:
    text = "\n".join(f"{number}. {work}" for number, work in enumerate(WORKS, 79))
    assert [entry.label for entry in entries(text)] == ["79", "80", "81", "82"]


def test_bullets_may_turn_into_numbers() -> None:
    text = f"References\n- {WORKS[0]}\n- {WORKS[1]}\n3. {WORKS[2]}\n4. {WORKS[3]}\n"
    assert [(entry.label, entry.text) for entry in entries(text)] == [
        (None, WORKS[0]),
        (None, WORKS[1]),
        ("3", WORKS[2]),
        ("4", WORKS[3]),
    ]


@pytest.mark.parametrize("label", ["[{}] ", "- [{}] "])
def test_works_under_one_number_have_letters(label: str) -> None:
    labels = ["1a", "1b", "2", "3a"]
    lines = [label.format(one) + work for one, work in zip(labels, WORKS, strict=True)]
    for text in ("\n".join(lines), "\n\n".join(lines)):
        assert [(entry.label, entry.text) for entry in entries(text)] == [
            *zip(labels, WORKS, strict=True)
        ]


def test_a_letter_that_does_not_follow_starts_no_entry() -> None:
    first, rest = WORKS[0].split(" old ")
    text = f"[1a] {first}\n[1c] old {rest}\n[2] {WORKS[1]}\n[3] {WORKS[2]}"
    assert [entry.label for entry in entries(text)] == ["1a", "2", "3"]


def test_a_stray_number_inside_an_entry_starts_none() -> None:
    first, rest = WORKS[0].split(" old ")
    text = f"1. {first}\n19. old {rest}\n2. {WORKS[1]}\n3. {WORKS[2]}"
    assert [entry.label for entry in entries(text)] == ["1", "2", "3"]


def test_the_second_half_behind_a_page_break_is_no_entry() -> None:
    first, rest = WORKS[0].split(" old ")
    text = f"References\n- {first} old\n\n- {rest}\n- {WORKS[1]}\n- {WORKS[2]}\n"
    assert [entry.text for entry in entries(text)] == WORKS[:3]
    assert (entries(text)[0].line, entries(text)[0].end_line) == (2, 4)


def test_page_numbers_and_images_are_no_part_of_an_entry() -> None:
    first, rest = WORKS[0].split(" old ")
    text = f"1. {first} old\n\n17\n\n<!-- image -->\n{rest}\n2. {WORKS[1]}\n3. {WORKS[2]}"
    assert [entry.text for entry in entries(text)] == WORKS[:3]


@pytest.mark.parametrize(
    "end", ["Publisher's Note Nothing.", "Appendix A", "# Tables", "Acknowledgements"]
)
def test_a_list_ends_where_another_part_begins(end: str) -> None:
    text = f"References\n{LAYOUTS['numbers with stops']}\n\n{end}\n5. {WORKS[0]}\n"
    assert len(entries(text)) == 4


def test_prose_behind_the_last_entry_is_no_part_of_it() -> None:
    text = f"References\n{LAYOUTS['numbers with stops']}\n\nThis is a paragraph that has nothing.\n"
    assert entries(text)[-1].text == WORKS[3]


def test_several_works_under_one_number_are_several_entries() -> None:
    text = (
        "[1] A. Baker, Phys. Rev. D 71, 032001 (2005); "
        "C. Fern and D. Elm, Phys. Rev. D 72, 41 (2006).\n"
        "[2] G. Gale, Phys. Lett. B 612, 215 (2005).\n[3] H. Hart, Nucl. Phys. B 585, 353 (2000)."
    )
    found = entries(text)
    assert [entry.label for entry in found] == ["1", "1", "2", "3"]
    assert found[1].text == "C. Fern and D. Elm, Phys. Rev. D 72, 41 (2006)."
    assert found[1].position(0) == (1, text.index("C. Fern") + 1)


def test_words_hyphenated_at_line_ends_join_as_the_document_spells_them() -> None:
    text = (
        "Cell-based walls need enhancement.\n\nReferences\n"
        "1. Baker A (2009) Enhance-\nment of cell-\nbased moss. J Wall Ecol 12:45–\n67\n"
        f"2. {WORKS[1]}\n3. {WORKS[2]}"
    )
    assert (
        entries(text)[0].text
        == "Baker A (2009) Enhancement of cell-based moss. J Wall Ecol 12:45–67"
    )


def test_every_character_knows_its_place_in_the_document() -> None:
    first, rest = WORKS[0][:30], WORKS[0][30:].strip()
    text = f"Prose.\n\nReferences\n\n  1. {first}\n     {rest}\n  2. {WORKS[1]}\n"
    lines = text.split("\n")
    for entry in entries(text):
        for index, char in enumerate(entry.text):
            line, column = entry.position(index)
            assert char == (lines[line - 1] + " ")[column - 1] or char == " "


def test_loads_tells_where_each_field_stands() -> None:
    reference = loads(f"References\n1. {WORKS[0]}\n2. {WORKS[1]}\n")[1]
    assert (reference.source.line, reference.source.label) == (3, "2")
    assert reference.source.positions["author"] == (3, 4)
    assert reference.id == "cole2010"


def test_an_outlier_is_read_in_the_style_of_its_list() -> None:
    text = (
        "Alex Cobham and Andy Sumner. Towns and walls. Journal of Walls, 3(4):5-6, 2013.\n"
        "Luke Darlow and Elliot Crowley. Moss grows on. Journal of Walls, 4(4):5-6, 2014.\n"
        "William G. Cole. Towns. Journal of Walls, 6(1):1-2, 2016.\n"
    )
    assert loads(text)[2].author == (Name("Cole", "William G."),)


def test_an_entry_that_does_not_read_is_a_reference_all_the_same() -> None:
    text = f"References\n1. {WORKS[0]}\n2. see above\n3. {WORKS[2]}\n"
    assert [reference.source.text for reference in loads(text)] == [WORKS[0], "see above", WORKS[2]]


def test_a_document_without_a_list_is_a_problem_that_says_what_to_do() -> None:
    problems: list[Problem] = []
    assert loads("Dear reader,\nthere is nothing here.\n", on_problem=problems.append) == []
    assert "References" in problems[0].message
    with pytest.raises(InputError):
        loads("")


PROSE = "\n".join(
    f"We measured thing {number} with care, as in Table {number}, see [1, 2]."
    for number in range(30)
)
MORE = [
    f"Hill {letter}, Ivy K (2013) Moss {letter}. Nature 48{n}:1–9"
    for n, letter in enumerate("ABCD")
]


def texts(document: str) -> list[str]:
    return [entry.text for entry in entries(document)]


@pytest.mark.parametrize("pattern", ["[{}] {}", "{}. {}", "({}) {}"])
def test_a_numbered_run_without_heading_is_the_list(pattern: str) -> None:
    items = "\n".join(pattern.format(n, work) for n, work in enumerate([*WORKS, *MORE], 1))
    document = (
        f"A title\n\nA. Author,1 B. Author,2 and C. Author1\n\n1 Introduction\n{PROSE}\n{items}\n"
    )
    assert texts(document) == [*WORKS, *MORE]


def test_numbers_of_a_manuscripts_lines_are_no_part_of_it() -> None:
    body = [
        "as we have shown (Cole, 2010).",
        "References",
        *"\n".join(WORKS).replace(" on ", "\non ").split("\n"),
    ]
    document = "\n".join(f"{number} {line}" for number, line in enumerate(body, 425))
    assert [work.author[0].family for work in loads(document)] == ["Baker", "Cole", "Dunn", "Gale"]


def test_an_appendix_is_no_part_of_the_last_entry() -> None:
    appendix = "\n".join(f"The more results are in Table {n} and they are good" for n in range(30))
    for heading in ("A Implementation details", "Appendix", "Apêndice", ""):
        document = "References\n\n" + "\n".join(WORKS) + f"\n\n{heading}\n{appendix}"
        assert texts(document)[-1] == WORKS[-1]


def test_a_list_that_breaks_off_goes_on_where_its_next_number_stands() -> None:
    works = [*WORKS, *MORE]
    numbered = [f"{number}. {work}" for number, work in enumerate(works, 1)]
    document = "\n".join(
        [*numbered[4:], "", "References", *numbered[:4], "", "Supporting Information", "Text S1."]
    )
    assert texts(document) == works


@pytest.mark.parametrize(
    "heading",
    [
        "Použitá literatura",
        "参考文献",
        "■ REFERENCES",
        "Bibliographical references",
        "Quellen",
        "References (76)",
    ],
)
def test_headings_of_other_languages_and_shapes_are_known(heading: str) -> None:
    assert texts(f"{PROSE}\n{heading}\n" + "\n".join(WORKS)) == WORKS


def test_a_running_head_does_not_hide_what_stands_before_it() -> None:
    works = [
        f"Hill {letter}, Ivy K (2013) Moss {letter}. Nature 480:1–9" for letter in "ABCDEFGHIJKL"
    ]
    pages = "\n".join(f"References\n{chr(10).join(works[at : at + 3])}" for at in range(0, 12, 3))
    assert texts(f"{PROSE}\n{pages}") == works


def test_a_hanging_indent_says_more_than_what_looks_like_an_author() -> None:
    entry = (
        "Miller, A. J., Høye, T. T., & Post, E. (20{:02}). The effects of mismatches. Philosophical"
        " Transactions of the Royal Society of London."
    )
    rest = "Series B, Biological Sciences, 365, 31{:02}–86. https://doi.org/10.5555/rs{}"
    works = [f"{entry} {rest}".format(at, at, at) for at in range(6)]
    lines = [line for at in range(6) for line in (entry.format(at), "    " + rest.format(at, at))]
    assert texts(f"{PROSE}\n\nReferences\n\n" + "\n".join(lines)) == works


def test_a_sentence_with_citations_is_no_list() -> None:
    assert texts(f"{PROSE}\nThis was shown before (Lee and Wang 2012; Roe 2014).\n{PROSE}") == []


def test_anchors_that_converters_leave_are_no_part_of_entries() -> None:
    anchored = [f'- <span id="page-7-{n}"></span>[{n}] {work}' for n, work in enumerate(WORKS, 1)]
    linked = [f"- [\\[{n}\\]](#page-8-{n}) {work}" for n, work in enumerate(WORKS, 1)]
    for items in (anchored, linked):
        assert texts("# References\n\n" + "\n".join(items)) == WORKS


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_text_that_is_left_out_behind_the_last_reference_is_named(between: str) -> None:
    prose = "\n".join(f"These are words of another text, line {at} of it." for at in range(40))
    problems: list[Problem] = []
    document = f"{PROSE}\n\nReferences\n\n" + "\n".join(WORKS) + between + prose
    found = loads(document, on_problem=problems.append)
    assert [one.source.text for one in found] == WORKS
    (problem,) = problems
    line = document[: document.index("These")].count("\n") + 1
    assert (problem.lost, problem.line) == (False, line)
    assert problem.text == "These are words of another text, line 0 of it."


def test_a_list_at_the_end_or_before_a_heading_leaves_out_nothing() -> None:
    problems: list[Problem] = []
    for after in ("", "\n\n", "\n\n## Appendix\n\nWords of it."):
        loads("References\n\n" + "\n".join(WORKS) + after, on_problem=problems.append)
    assert problems == []


LETTERS = (
    "[Lee98] Lee, A. B.: Killer cells in cancer, and what else\n"
    "  they do. J. Cell 2(1), 1–9 (1998)\n"
    "[Lee and Abel(2003)] Lee, A. B. and Abel, C.: Cells of mice. J. Mice 3, 4–8 (2003)\n"
    "[LA+19] Lee, A. B., Abel, C., Berg, D.: Cells of [14] men. J. Cell 23(1), 1–9 (2019)\n"
)


def test_labels_of_letters_cut_a_list_and_are_kept() -> None:
    found = entries("References\n\n" + LETTERS)
    assert [entry.label for entry in found] == ["Lee98", "Lee and Abel(2003)", "LA+19"]
    assert found[0].text == (
        "Lee, A. B.: Killer cells in cancer, and what else they do. J. Cell 2(1), 1–9 (1998)"
    )


def test_a_bracket_that_begins_a_wrapped_line_is_no_label() -> None:
    text = "".join(
        f"Author{letter} AB. Killer cells of mice and men. J Cell Ther\n[Internet]. 2019;12:{n}–9. "
        f"Available from: https://x.org/{n}\n"
        for n, letter in enumerate("abcd", 1)
    )
    assert [entry.label for entry in entries("References\n\n" + text)] == [None] * 4


def test_an_entry_may_begin_with_the_year_where_the_dash_is_lost() -> None:
    text = (
        "References\n\nLee, A. B. 1976. Killer cells of mice. J. Cell 25: 543-548.\n"
        "9 1979. Killer cells of men. Pp. 37-38 in C. Abel (ed.), Handbook of\n"
        "cells. Press, London.\n"
        "1984. Killer cells of rats. J. Cell 33: 1-9.\nMoss, D. 1980. Walls. J. Walls 2: 1-9.\n"
        "North, E. 1981. Old walls of the north. J. Walls 3: 10-19.\n"
    )
    begins = [entry.text[:9] for entry in entries(text)]
    assert begins == ["Lee, A. B", "9 1979. K", "1984. Kil", "Moss, D. ", "North, E."]


def test_a_line_that_ends_in_a_link_ends_an_entry() -> None:
    text = (
        "References\n\nLee AB, Abel C. Killer cells. J Cell. 2019;2:1–9. doi: 10.5555/a.2019-w\n"
        "Moss D, Berg E. Walls. J Walls. 2020;3:1–9. https://example.org/a/b-c\n"
        "North F. Cells. J Cell. 2018;1:1–9.\n"
    )
    assert [entry.text[:5] for entry in entries(text)] == ["Lee A", "Moss ", "North"]


def test_a_hyphen_at_the_end_of_a_line_is_not_told_as_text_that_is_left_out() -> None:
    text = (
        "A text.\n\nReferences\n\n1. Lee A (2019) Cells of mice. J Cell Biol 12(3):45–67.\n"
        "2. Doe B (2020) Hiberna-\nting mice. J Cell Biol 13(1):5–9.\n"
    )
    problems: list[Problem] = []
    assert [one.title for one in loads(text, on_problem=problems.append)] == [
        "Cells of mice",
        "Hibernating mice",
    ]
    assert problems == []
