"""Each style, each kind of work: constructed references with their fields typed by hand."""

from __future__ import annotations

import pytest

from cikrefs.models import Date, Name
from cikrefs.printed import parse

TITLE, WALLS = "Moss growth on old walls: a survey", "J Wall Ecol"
STYLES = {
    "Springer Basic": f"Baker AB, de Wit C (2019) {TITLE}. {WALLS} 12(3):45–67",
    "Springer with colon and blank": f"Baker AB, de Wit C (2019) {TITLE}. {WALLS} 12(3): 45–67.",
    "Vancouver": f"1. Baker AB, de Wit C. {TITLE}. {WALLS}. 2019;12(3):45–67.",
    "NLM": f"Baker AB, de Wit C. {TITLE}. {WALLS}. 2019 Mar 4;12(3):45–67.",
    "AMA": f"Baker AB, de Wit C. {TITLE}. *{WALLS}*. 2019;12(3):45-67.",
    "APA": f"Baker, A. B., & de Wit, C. (2019). {TITLE}. {WALLS}, 12(3), 45–67.",
    "Nature": f"Baker, A. B. & de Wit, C. {TITLE}. {WALLS} 12(3), 45–67 (2019).",
    "Science": f"A. B. Baker, C. de Wit, {TITLE}. {WALLS} 12(3), 45–67 (2019).",
    "ACS": f"Baker A. B.; de Wit C. {TITLE}. {WALLS} 2019, 12(3), 45–67.",
    "IEEE": f"A. B. Baker and C. de Wit, “{TITLE},” {WALLS}, vol. 12, no. 3, pp. 45–67, Mar. 2019.",
    "Harvard": f"Baker, A.B. and de Wit, C. (2019) {TITLE}. {WALLS}, 12(3): 45–67.",
    "CSE": f"Baker AB, de Wit C. 2019. {TITLE}. {WALLS} 12(3):45–67.",
    "Elsevier": f"A.B. Baker, C. de Wit, {TITLE}, {WALLS} 12(3) (2019) 45–67.",
    "Frontiers": f"Baker AB, de Wit C. {TITLE}. {WALLS}. (2019) 12(3):45–67.",
    "BioMed Central": f"Baker AB, de Wit C: {TITLE}. {WALLS} 2019, 12(3):45–67.",
}


@pytest.mark.parametrize("style", STYLES)
def test_an_article_reads_the_same_in_every_style(style: str) -> None:
    reference = parse(STYLES[style])
    assert reference.author == (Name("Baker", "A. B."), Name("de Wit", "C."))
    assert reference.issued is not None
    assert reference.issued.year == 2019
    assert reference.title == "Moss growth on old walls: a survey"
    assert reference.container_title == "J Wall Ecol"
    assert (reference.volume, reference.issue, reference.page) == ("12", "3", "45-67")
    assert reference.type == "article-journal"


def test_chicago_prints_given_names_in_full_and_only_the_first_inverted() -> None:
    reference = parse(
        "Baker, Anna, and Carl de Wit. 2019. “Moss on Walls.” Journal of Wall Ecology 12: 45–67."
    )
    assert reference.author == (Name("Baker", "Anna"), Name("de Wit", "Carl"))
    assert reference.title == "Moss on Walls"
    assert reference.container_title == "Journal of Wall Ecology"
    assert reference.container_title_short == ""


def test_a_chapter_has_editors_pages_and_a_publisher_with_place() -> None:
    reference = parse(
        "Baker AB (2019) Moss on walls. In: Fern C, Lichen DE (eds) The book of walls, 2nd edn. "
        "Springer, Berlin, pp 189–207"
    )
    assert reference.type == "chapter"
    assert reference.title == "Moss on walls"
    assert reference.editor == (Name("Fern", "C."), Name("Lichen", "D. E."))
    assert reference.container_title == "The book of walls"
    assert (reference.publisher, reference.publisher_place) == ("Springer", "Berlin")
    assert (reference.edition, reference.page) == ("2nd", "189-207")


def test_a_paper_in_proceedings_is_told_by_their_name() -> None:
    reference = parse(
        "A. Baker. Moss on walls. In Proceedings of the Wall Conference, pages 12–19, 2019."
    )
    assert reference.type == "paper-conference"
    assert reference.title == "Moss on walls"
    assert reference.container_title == "Proceedings of the Wall Conference"
    assert reference.page == "12-19"


def test_a_book_has_publisher_and_place_and_no_container() -> None:
    reference = parse(
        "Baker AB. The book of walls. 3rd ed. New York: Oxford University Press; 2010."
    )
    assert reference.type == "book"
    assert reference.title == "The book of walls"
    assert reference.container_title == ""
    assert (reference.publisher, reference.publisher_place) == (
        "Oxford University Press",
        "New York",
    )
    assert (reference.edition, reference.issued) == ("3rd", Date(2010))


def test_a_thesis_has_its_genre_and_its_university() -> None:
    reference = parse("Baker, A. (2010). Moss on old walls. PhD thesis, University of Leeds.")
    assert (reference.type, reference.genre, reference.publisher) == (
        "thesis",
        "PhD thesis",
        "University of Leeds",
    )
    assert reference.title == "Moss on old walls"


def test_a_preprint_is_no_journal_article() -> None:
    reference = parse(
        "Baker AB (2021) Moss on old walls. bioRxiv. https://doi.org/10.1101/2021.01.02.425001"
    )
    assert (reference.type, reference.container_title) == ("article", "bioRxiv")
    assert reference.DOI == "10.1101/2021.01.02.425001"


def test_an_arxiv_number_is_kept() -> None:
    reference = parse("A. Baker, Moss on old walls, arXiv:1611.05348 [hep-ph] (2016).")
    assert (reference.type, reference.number) == ("article", "arXiv:1611.05348")


def test_a_web_page_has_its_address_and_day_of_access() -> None:
    reference = parse(
        "World Health Organization (2019) Moss facts. https://www.example.org/moss. "
        "Accessed 5 May 2020"
    )
    assert reference.author == (Name(literal="World Health Organization"),)
    assert (reference.type, reference.URL) == ("webpage", "https://www.example.org/moss")
    assert reference.accessed == Date(2020, 5, 5)


def test_of_two_readings_of_a_numeric_date_of_access_neither_is_chosen() -> None:
    reference = parse("Moss facts. https://www.example.org/moss. Accessed 04/05/2020")
    assert reference.accessed == Date(2020)


def test_software_and_patents_have_their_types() -> None:
    assert parse("Baker A (2018) walls: moss on walls. R package version 1.2").type == "software"
    assert parse("Baker A. Moss scraper. US Patent 7,654,321. 2010.").type == "patent"


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("30 years of moss research", "30 years of moss research"),
        (
            "Moss in Lower Saxony, 1990 to 2005: a review",
            "Moss in Lower Saxony, 1990 to 2005: a review",
        ),
        ("Does moss grow on walls?", "Does moss grow on walls?"),
        ("CAR.CIK moss cells: NCT01631357", "CAR.CIK moss cells: NCT01631357"),
        ("Moss on walls. Part II: growth in shade", "Moss on walls. Part II: growth in shade"),
        ("“Green” walls: how moss helps", "“Green” walls: how moss helps"),
        ("Walls, moss, and lichen", "Walls, moss, and lichen"),
    ],
)
def test_a_title_is_kept_as_printed(printed: str, title: str) -> None:
    stop = "" if printed.endswith("?") else "."
    assert parse(f"Baker AB, Fern C (2010) {printed}{stop} J Wall Ecol 5(1):244").title == title


@pytest.mark.parametrize(
    "journal",
    [
        "J. R. Stat. Soc. Ser. B-Stat. Methodol.",
        "In Vitro Cell. Dev. Biol.",
        "Proc. Natl. Acad. Sci. USA",
        "Nature",
        "npj Clim. Atmos. Sci.",
        "Philosophical Transactions of the Royal Society of London. Series B, Biological Sciences",
        "Ecological monographs",
        "J Appl Physiol (1985)",
    ],
)
def test_a_journal_may_hold_stops_and_small_letters(journal: str) -> None:
    reference = parse(f"Baker AB (2010) Moss growth on the walls of towns. {journal} 77, 862–870.")
    assert reference.container_title.rstrip(".") == journal.rstrip(".")
    assert reference.title == "Moss growth on the walls of towns"
    assert (reference.volume, reference.page) == ("77", "862-870")


def test_markup_is_no_part_of_title_and_journal() -> None:
    reference = parse(
        "Baker AB (2010) Moss (<i>Bryum</i>) on *old* walls. *J Wall Ecol* **5**:24. <https://doi.org/10.1234/ab_c.5>"
    )
    assert reference.title == "Moss (Bryum) on old walls"
    assert (reference.container_title, reference.volume) == ("J Wall Ecol", "5")
    assert reference.DOI == "10.1234/ab_c.5"


def test_blanks_of_damaged_print_are_overlooked() -> None:
    reference = parse("A. Baker ,C. Fern ,Moss on walls ,Phys .Rev .Lett .81 ( 1998) 4798 -4801 .")
    assert [name.family for name in reference.author] == ["Baker", "Fern"]
    assert (reference.volume, reference.page, reference.issued) == ("81", "4798-4801", Date(1998))


def test_a_letter_before_the_volume_belongs_to_the_journal() -> None:
    reference = parse("A. Baker and C. Fern, Phys. Rev. D74, 014015 (2006)")
    assert (reference.container_title, reference.volume) == ("Phys. Rev. D", "74")


def test_what_nothing_reads_is_unparsed_and_not_lost() -> None:
    reference = parse("see the note above")
    assert reference.source.text == "see the note above"
    covered = {*reference.source.spans.values(), *reference.source.unparsed}
    assert covered


def test_a_note_behind_the_pages_is_unparsed() -> None:
    reference = parse("Baker AB (2010) Moss on walls. J Wall Ecol 12(3):45–67, discussion 68")
    assert (reference.volume, reference.page) == ("12", "45-67")
    assert reference.source.unparsed_text == ("discussion 68",)


def test_the_letter_of_a_year_is_kept() -> None:
    reference = parse("Baker AB (2016a) Moss on walls. J Wall Ecol 12:45")
    assert reference.issued == Date(2016)
    assert reference.extra["year-suffix"] == "a"


def test_a_label_is_told_and_is_no_author() -> None:
    reference = parse("[12] Baker AB (2016) Moss on walls. J Wall Ecol 12:45")
    assert reference.source.label == "12"
    assert reference.author == (Name("Baker", "A. B."),)


def test_what_is_said_of_a_works_state_and_size_is_kept() -> None:
    assert parse("Baker AB (in press) Moss on walls. J Wall Ecol").status == "in press"
    book = parse("Baker AB (2010) The book of walls. Springer, Berlin, 297 pages")
    assert book.number_of_pages == "297"


def test_a_second_doi_is_unparsed_and_not_lost() -> None:
    reference = parse("Baker AB (2010) Moss. J Wall Ecol 1:2. doi:10.1234/a1. doi:10.1234/b2")
    assert reference.DOI == "10.1234/a1"
    assert any("10.1234/b2" in text for text in reference.source.unparsed_text)


@pytest.mark.parametrize(
    "string", ["Smith J. Personal communication. 2019.", "J. Smith, personal communication, 2019."]
)
def test_a_personal_communication_has_no_title(string: str) -> None:
    reference = parse(string)
    assert (reference.type, reference.title) == ("personal_communication", "")
    assert [name.family for name in reference.author] == ["Smith"]
    assert reference.source.unparsed == ()


def test_a_preprint_keeps_the_number_of_its_server() -> None:
    reference = parse("Li X, Wang Y. Killer cells. bioRxiv 2020.03.04.977777 [Preprint]. 2020.")
    assert (reference.type, reference.number) == ("article", "2020.03.04.977777")
    assert reference.source.unparsed == ()


def test_a_trial_keeps_its_number_and_is_no_book() -> None:
    reference = parse(
        "ClinicalTrials.gov (2015) Killer cells in lung cancer. NCT01631357."
        " https://clinicaltrials.gov/ct2/show/NCT01631357. Accessed 3 May 2020"
    )
    assert (reference.type, reference.number) == ("webpage", "NCT01631357")
    assert reference.title == "Killer cells in lung cancer"


def test_a_trial_number_behind_a_colon_belongs_to_the_title() -> None:
    reference = parse("Liu L (2020) Killer cells in lung cancer: NCT01631357. J Cell 5(1):244")
    assert reference.title == "Killer cells in lung cancer: NCT01631357"


@pytest.mark.parametrize(
    ("text", "publisher", "place"),
    [
        (
            "Lee A. (2000). Analysis of hibernating cells. Beijing: China Cell Press, 22–24.",
            "China Cell Press",
            "Beijing",
        ),
        (
            "Lee A, Roe B. Hibernating cells. New York, NY: Doe and Sons; 2015 pp. 205–218.",
            "Doe and Sons",
            "New York, NY",
        ),
    ],
)
def test_a_place_and_a_publisher_before_pages_are_no_journal(
    text: str, publisher: str, place: str
) -> None:
    found = parse(text)
    assert (found.container_title, found.type) == ("", "book")
    assert (found.publisher, found.publisher_place) == (publisher, place)


def test_a_journal_with_a_colon_that_has_a_volume_stays_a_journal() -> None:
    found = parse("Lee A (2019) Cells of mice. Cells: University Press Review 12(3):45–67.")
    assert found.container_title == "Cells: University Press Review"
