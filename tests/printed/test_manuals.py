"""Examples in the styles that print names in full or articles oddly, after the styles' manuals."""

from __future__ import annotations

import pytest

from cikrefs.printed import parse

NAMES, TITLE, WALLS = "Lee|Abel", "Killer Cells in Cancer", "Journal of Cell Therapy"
MANUALS: dict[str, tuple[str, str, str, str]] = {
    "MLA, 9th edition": (
        f"Lee, Anna B., and Carl Abel. “{TITLE}.” {WALLS}, vol. 12, no. 3, 2019, pp. 145–52.",
        *("12", "3", "145-52"),
    ),
    "MLA with its database": (
        f"Lee, Anna B., and Carl Abel. “{TITLE}.” {WALLS}, vol. 12, 2019, pp. 145–52. JSTOR.",
        *("12", "", "145-52"),
    ),
    "MLA, 7th edition": (
        f"Lee, Anna B., and Carl Abel. “{TITLE}.” {WALLS} 12.3 (2019): 145–52. Print.",
        *("12", "3", "145-52"),
    ),
    "Chicago, bibliography": (
        f"Lee, Anna B., and Carl Abel. “{TITLE}.” {WALLS} 12, no. 3 (2019): 145–52.",
        *("12", "3", "145-52"),
    ),
    "Chicago with a season": (
        f"Lee, Anna B., and Carl Abel. “{TITLE}.” {WALLS} 12, no. 3 (Spring 2019): 145–52.",
        *("12", "3", "145-52"),
    ),
    "Chicago, note": (
        f"Anna B. Lee and Carl Abel, “{TITLE},” {WALLS} 12, no. 3 (2019): 145.",
        *("12", "3", "145"),
    ),
    "Chicago, author and date": (
        f"Lee, Anna B., and Carl Abel. 2019. “{TITLE}.” {WALLS} 12 (3): 145–52.",
        *("12", "3", "145-52"),
    ),
    "the year last": (
        f"Lee AB and Abel C, {TITLE}. {WALLS} 12:145–152 (2019).",
        *("12", "", "145-152"),
    ),
    "AGU, pages above a thousand": (
        f"Lee, A. B., and C. Abel (2019), {TITLE}, {WALLS}, 112, 12,145–12,152.",
        *("112", "", "12,145-12,152"),
    ),
    "Cell, with pages only on screens": (
        f"Lee, A.B., and Abel, C. (2019). {TITLE}. {WALLS} 73, 166–182.e7.",
        *("73", "", "166-182.e7"),
    ),
    "INSPIRE": (
        f"A. B. Lee and C. Abel, “{TITLE},” {WALLS} 111 (2019) 14, 141601.",
        *("111", "14", "141601"),
    ),
    "pages without a volume": (f"Lee AB, Abel C. {TITLE}. {WALLS}. 2019;1–20.", "", "", "1-20"),
    "a Cochrane review": (
        f"Lee AB, Abel C. {TITLE}. {WALLS}. 2019;CD001797.",
        *("", "", "CD001797"),
    ),
    "NLM, on a screen": (
        f"Lee AB, Abel C. {TITLE}. {WALLS} [Internet]. 2019 [cited 2020 Jan 5];12(3):145–52.",
        *("12", "3", "145-52"),
    ),
    "an article's number with P": (f"Lee AB, Abel C (2019) {TITLE}. {WALLS} 4(5):P3", *"45", "P3"),
}


@pytest.mark.parametrize("style", MANUALS)
def test_what_a_manual_prints_is_read(style: str) -> None:
    string, volume, issue, page = MANUALS[style]
    reference = parse(string)
    assert "|".join(name.family for name in reference.author) == NAMES
    assert reference.title == TITLE
    assert reference.container_title == WALLS
    assert reference.issued is not None
    assert reference.issued.year == 2019
    assert (reference.volume, reference.issue, reference.page) == (volume, issue, page)


@pytest.mark.parametrize(
    "title", ["Killer cells: a review of their role", "Screening: what to do with killer cells"]
)
def test_a_title_behind_a_comma_is_no_last_author(title: str) -> None:
    reference = parse(f"Lee AB and Abel C, {title}. J Cell Ther 12:145–152 (2019).")
    assert [name.family for name in reference.author] == ["Lee", "Abel"]
    assert reference.title == title


def test_a_ministry_is_no_person() -> None:
    (name,) = parse("Ministério da Saúde. (2019). Killer cells. J Cell, 12(3), 145–152.").author
    assert name.literal == "Ministério da Saúde"


def test_a_journal_that_begins_with_j_is_no_person() -> None:
    reference = parse("A. B. Lee, C. Abel, J. Cell Sources 2019, 12, 145.")
    assert [name.family for name in reference.author] == ["Lee", "Abel"]
    assert reference.container_title == "J. Cell Sources"


def test_a_junior_between_name_and_initials_is_no_part_of_the_name() -> None:
    name, _ = parse("Oliveira Jr EN, Abel C. Killer cells. J Cell. 2019;12(3):145-52.").author
    assert (name.family, name.given, name.suffix) == ("Oliveira", "E. N.", "Jr")


def test_a_title_of_one_word_is_no_part_of_an_abbreviated_journal() -> None:
    reference = parse("Geist F. (2013). Hibernation. Curr. Biol. 23, R188–R193.")
    assert (reference.title, reference.container_title) == ("Hibernation", "Curr. Biol.")


def test_in_without_a_stop_before_editors_ends_the_title() -> None:
    reference = parse(
        "Lee AB. Killer cells In Abel C, Berg D, editors. Handbook of cells. Cambridge, MA: "
        "Cambridge University Press; 2001 p. 12–34."
    )
    assert (reference.title, reference.container_title) == ("Killer cells", "Handbook of cells")
    assert [name.family for name in reference.editor] == ["Abel", "Berg"]
    assert reference.page == "12-34"


def test_an_editor_spelt_out_and_bare_pages_are_no_part_of_the_book() -> None:
    reference = parse(
        "Lee, Anna. “Killer Cells.” In Handbook of Cells, edited by Carl Abel, 12–34. "
        "Oxford: Oxford University Press, 2019."
    )
    assert reference.container_title == "Handbook of Cells"
    assert [name.family for name in reference.editor] == ["Abel"]
    assert reference.page == "12-34"


@pytest.mark.parametrize(("label", "kept"), [("[MUST88]", "MUST88"), ("[LA+19]", "LA+19")])
def test_a_label_of_letters_is_no_part_of_the_name(label: str, kept: str) -> None:
    reference = parse(f"{label} Lee, A. B.: Killer cells in cancer. J Cell Ther 12(3), 4–9 (2019)")
    assert reference.source.label == kept
    assert [name.family for name in reference.author] == ["Lee"]
