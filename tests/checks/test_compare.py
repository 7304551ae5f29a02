"""Each field's comparison: what must alarm, what must never alarm."""

from __future__ import annotations

import pytest

from cikrefs.checks.authors import compare as compare_authors
from cikrefs.checks.authors import same_person
from cikrefs.checks.compare import author, issue, journal, page, title, volume, year
from cikrefs.checks.journals import same_journal
from cikrefs.models import OTHERS, Date, Name
from tests.checks.build import record, reference

SAME_TITLES = [
    ("Case Is No Difference", "case is no difference"),
    ("Non-small-cell lung cancer", "Nonsmall cell lung cancer"),
    ("A trailing stop is left out", "A trailing stop is left out."),
    ("Typographic ‘quotes’ and – dashes", "Typographic 'quotes' and - dashes"),
    ("The hyphen of Wiley: non‐small", "The hyphen of Wiley: non-small"),
    ("Tumour haemoglobin behaviour analysed", "Tumor hemoglobin behavior analyzed"),
    ("Randomised centre fibre programme", "Randomized center fiber program"),
    ("IFN-γ and TNF-α secretion", "IFN-gamma and TNF-alpha secretion"),
    ("CD3⁺CD56⁺ T cells in blood", "CD3+CD56+ T cells in blood"),
    ("Café naïve Möbius", "Cafe naive Mobius"),
    ("Markup <i>in vitro</i> of H<sub>2</sub>O", "Markup in vitro of H2O"),
    ("Salt &amp; pepper noise", "Salt & pepper noise"),
    ("Killer cells in cancer: a preliminary study", "Killer cells in cancer"),
    ("Killer cells in cancer", "Killer cells in cancer. A preliminary study"),
    ("Killer cells in cancer – a preliminary study", "Killer cells in cancer: a preliminary study"),
    ("Killer cells in cancer", "RETRACTED: Killer cells in cancer"),
    ("[Killer cells in cancer]", "Killer cells in cancer"),
    ("Time ordering of gene co-expression", "Time ordering of gene coexpression"),
    ("Killer cells in cancer [German]", "Killer cells in cancer"),
    ("<i>Killer cells in cancer [German]</i>", "Killer cells in cancer"),
    ("<b>RETRACTED: Killer cells in cancer</b>", "Killer cells in cancer"),
    ("“Killer cells in cancer [German],”", "Killer cells in cancer"),
    ("{Killer cells} in cancer", "[Killer <i>cells</i> in cancer]"),
]

OTHER_TITLES = [
    ("A phase II study of killer cells", "A phase III study of killer cells"),
    ("Killer cells in colorectal cancer", "Killer cells in gastric cancer"),
    ("Killer cells in metastatic", "Killer cells in metastatic cancer of the lung"),
    ("Killer cells cure cancer", "Marrow transplants in mice"),
    ("Editorial", "Editorial: Killer cells in cancer"),
    ("Killer cells in cancer: a study in mice", "Killer cells in cancer: a study in men"),
    ("Robert of Normandy [c. 1050-1134]", "Robert of Normandy [c. 1051-1134]"),
]


@pytest.mark.parametrize(("printed", "registered"), SAME_TITLES)
def test_titles_that_say_the_same_agree(printed: str, registered: str) -> None:
    assert title(reference(title=printed), record(title=(registered,))).agrees


@pytest.mark.parametrize(("printed", "registered"), OTHER_TITLES)
def test_titles_that_say_something_else_differ(printed: str, registered: str) -> None:
    assert title(reference(title=printed), record(title=(registered,))).agrees is False


def test_a_title_agrees_with_any_registered_title() -> None:
    registered = ("Zytokin-induzierte Killerzellen", "Cytokine-induced killer cells")
    assert title(reference(title="Cytokine-induced killer cells"), record(title=registered)).agrees


def test_a_registered_subtitle_must_agree_though_the_title_alone_is_registered_too() -> None:
    registered = ("Killer cells in cancer: a study in men", "Killer cells in cancer")
    printed = reference(title="Killer cells in cancer: a study in mice")
    assert title(printed, record(title=registered)).agrees is False


def test_a_record_without_title_contradicts_none() -> None:
    assert title(reference(), record(title=())).agrees is None


SAME_PEOPLE = [
    (Name("Schmidt-Wolf", "I. G. H."), Name("Schmidt‐Wolf", "Ingo G. H.")),
    (Name("Schmidt-Wolf", "I. G. H."), Name("Schmidt-Wolf", "Ingo")),
    (Name("Müller", "K."), Name("Mueller", "Karin")),
    (Name("Muller", "K."), Name("Müller", "Karin")),
    (Name("Jørgensen", "N."), Name("Joergensen", "Niels")),
    (Name("D'Ambrosio", "L."), Name("D’Ambrosio", "Lorenzo")),
    (Name("Ying Li", "C. M."), Name("Li", "Celine Man Ying")),
    (Name("Li", "C. M. Y."), Name("Li", "Celine Man Ying")),
    (Name("Zhang", "W."), Name("Wei", "Zhang")),
    (Name("Kwon", "Y.-O."), Name("Kwon", "Young-Oh")),
    (Name("Pu", "J."), Name("Pu", "JingJing")),
    (Name("SMITH", "JOHN"), Name("Smith", "J.")),
    (Name("Chapin", "F. S.", "III"), Name("Chapin", "F. Stuart")),
    (Name("Oppenheimer", "R."), Name("Oppenheimer", "J. Robert")),
    (Name("van der Werf", "T. S."), Name("Werf", "Tjip S. van der")),
    (Name("Dalla Pietà", "A."), Name("Dalla Pieta", "Anna")),
]

OTHER_PEOPLE = [
    (Name("Lee", "A."), Name("Lee", "Bob")),
    (Name("Lee", "A. C."), Name("Lee", "Anna Beth")),
    (Name("Liu", "A."), Name("Li", "Anna")),
    (Name("Sharma", "A."), Name("Maciaczyk", "A.")),
]


@pytest.mark.parametrize(("printed", "registered"), SAME_PEOPLE)
def test_names_of_one_person_agree(printed: Name, registered: Name) -> None:
    assert same_person(printed, registered)


@pytest.mark.parametrize(("printed", "registered"), OTHER_PEOPLE)
def test_names_of_two_people_differ(printed: Name, registered: Name) -> None:
    assert not same_person(printed, registered)


A, B, C, D = (Name(family, family[0]) for family in ("Abel", "Baker", "Carter", "Dorn"))
GROUP = Name(literal="The CIK Consortium")


@pytest.mark.parametrize(
    ("printed", "registered"),
    [
        ((A, B, C), (A, B, C)),
        ((A, OTHERS), (A, B, C)),
        ((A, B, OTHERS), (A, B, C)),
        ((A, OTHERS, D), (A, B, C, D)),
        ((A, B), (A, B, GROUP)),
        ((A, B, GROUP), (A, B)),
        ((GROUP,), (GROUP,)),
        ((A, Name("Consortium", "The CIK")), (A, GROUP)),
    ],
)
def test_lists_of_the_same_authors_agree(
    printed: tuple[Name, ...], registered: tuple[Name, ...]
) -> None:
    assert compare_authors(printed, registered).agrees is not False


@pytest.mark.parametrize(
    ("printed", "registered", "says"),
    [
        ((B, A, C), (A, B, C), "order"),
        ((A, C), (A, B, C), "not printed: Baker, B"),
        ((A, B, C), (A, B), "not registered: Carter, C"),
        ((A, B, C, OTHERS), (A, B), "3 authors are printed"),
        ((B, OTHERS), (A, B, C), "another name"),
        ((Name("Abbel", "A"), B), (A, B), "another name"),
        ((A, D), (A, B), "another name"),
    ],
)
def test_lists_of_other_authors_are_errors(
    printed: tuple[Name, ...], registered: tuple[Name, ...], says: str
) -> None:
    found = compare_authors(printed, registered)
    assert (found.agrees, found.severity) == (False, "error")
    assert says in found.message


def test_one_letter_off_behind_the_first_author_is_a_warning() -> None:
    found = compare_authors((A, Name("Maciaczyk", "J.")), (A, Name("Maciacyzk", "Jarek")))
    assert (found.agrees, found.severity) == (False, "warning")


ALPHABETICAL, AS_PRINTED = (A, B, C, D), (C, A, D, B)


@pytest.mark.parametrize(
    ("kind", "registered", "printed", "severity"),
    [
        ("paper-conference", ALPHABETICAL, AS_PRINTED, "note"),
        ("paper-conference", ALPHABETICAL, (C, A, OTHERS), "note"),
        ("paper-conference", ALPHABETICAL, (B, A, D, C), "note"),
        ("paper-conference", ALPHABETICAL, (B, A, C, D), "warning"),
        ("paper-conference", ALPHABETICAL, (B, A, OTHERS), "warning"),
        ("paper-conference", (A, B, C), (C, A, B), "note"),
        ("paper-conference", (A, B), (B, A), "note"),
        ("paper-conference", (B, A), (A, B), "warning"),
        ("paper-conference", AS_PRINTED, ALPHABETICAL, "warning"),
        ("paper-conference", ALPHABETICAL, (C, A, D, Name("Eads", "E")), "error"),
        ("chapter", ALPHABETICAL, AS_PRINTED, "error"),
        ("article-journal", ALPHABETICAL, AS_PRINTED, "error"),
    ],
)
def test_the_same_people_by_the_alphabet_are_a_note_in_proceedings_alone(
    kind: str, registered: tuple[Name, ...], printed: tuple[Name, ...], severity: str
) -> None:
    found = author(reference(author=printed), record(type=kind, author=registered))
    assert (found.agrees, found.severity) == (False, severity)


@pytest.mark.parametrize(
    ("printed", "registered", "agrees"),
    [
        (2017, 2018, None),
        (2017, 2020, None),
        (2017, 2021, False),
        (2018, 2017, False),
        (2017, 2017, True),
    ],
)
def test_a_preprint_may_be_some_years_older_than_what_it_became(
    printed: int, registered: int, agrees: bool | None
) -> None:
    preprint = reference(type="article", container_title="bioRxiv", issued=Date(printed))
    assert year(preprint, record(issued=(Date(registered),))).agrees is agrees
    article = reference(issued=Date(registered))
    assert year(article, record(type="article", issued=(Date(printed),))).agrees is agrees


def test_a_preprint_server_is_no_other_journal() -> None:
    assert journal(reference(container_title="arXiv preprint"), record()).agrees is None


def test_a_record_with_the_first_author_alone_is_a_warning() -> None:
    assert compare_authors((A, B, C), (A,)).severity == "warning"


def test_authors_of_neurips_are_deposited_by_the_alphabet_and_so_a_note() -> None:
    held = record(DOI="10.52202/068431-1", type="paper-conference", author=(A, B, C))
    assert author(reference(author=(B, A, C)), held).severity == "note"


@pytest.mark.parametrize(
    ("printed", "registered", "severity"),
    [
        ((Name(literal="World Bank"),), (A, B), "warning"),
        ((Name(literal="Zoe Abel"),), (A, B), None),
        ((Name(literal="World Bank"),), (A, B, GROUP), None),
        ((OTHERS,), (A, B), None),
    ],
)
def test_a_group_where_people_are_registered_is_a_warning(
    printed: tuple[Name, ...], registered: tuple[Name, ...], severity: str | None
) -> None:
    found = compare_authors(printed, registered)
    assert (found.severity if found.agrees is False else None) == severity


def test_people_where_only_a_group_is_registered_are_a_warning() -> None:
    assert compare_authors((A, B), (GROUP,)).severity == "warning"


def test_a_record_without_authors_contradicts_none() -> None:
    assert compare_authors((A, B), ()).agrees is None


@pytest.mark.parametrize(
    ("printed", "agrees"), [(2019, True), (2018, True), (2020, False), (2017, False), (9102, False)]
)
def test_a_year_agrees_with_print_and_online_year_only(printed: int, agrees: bool) -> None:
    assert year(reference(issued=Date(printed)), record()).agrees is agrees


SAME_JOURNALS = [
    ("Cancer Immunol Immunother", "Cancer Immunology, Immunotherapy"),
    ("Cancer Immunol. Immunother.", "Cancer Immunology, Immunotherapy"),
    ("Sig Transduct Target Ther", "Signal Transduction and Targeted Therapy"),
    ("J Immunother Cancer", "Journal for ImmunoTherapy of Cancer"),
    ("Dtsch Med Wochenschr", "DMW - Deutsche Medizinische Wochenschrift"),
    ("Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences"),
    ("Ann N Y Acad Sci", "Annals of the New York Academy of Sciences"),
    ("Clinical & Experimental Immunology", "Clinical and Experimental Immunology"),
    ("J Appl Physiol (1985)", "Journal of Applied Physiology"),
    ("Lancet", "The Lancet"),
    ("JAMA", "Journal of the American Medical Association"),
    ("PNAS", "Proceedings of the National Academy of Sciences of the United States of America"),
    ("J Phys A", "Journal of Physics A: Mathematical and General"),
    ("Philos Trans R Soc B", "Philosophical Transactions of the Royal Society B: Biology"),
    ("In Vitro Cell. Dev. Biol.", "In Vitro Cellular & Developmental Biology"),
    ("PLoS ONE", "PLOS ONE"),
    ("Journal of Experimental & Clinical Cancer Research", "J Exp Clin Cancer Res"),
    ("Gastroenterol", "Gastroenterology"),
    ("Neuro Image", "NeuroImage"),
    ("Bio Geoscience", "BioGeo Science"),
    ("GE", "Gastrointestinal Endoscopy"),
    ("JOM", "Journal of Metals"),
    ("Natl Med", "National Medicine"),
    ("Proc Natl Acad Sci USA", "Proceedings of the National Academy of Sciences"),
    ("J Pathol U.K.", "Journal of Pathology"),
    ("Rev Salud Ambient", "Revista de Salud y Ambiente"),
]

OTHER_JOURNALS = [
    ("Cancer Res", "Clinical Cancer Research"),
    ("Nature", "Nature Medicine"),
    ("Clin Colorectal Cancer", "Clinical Lung Cancer"),
    ("J Phys A", "Journal of Physics B"),
    ("Cancer Immunol Res", "Cancer Immunology, Immunotherapy"),
    ("Cell", "Cell Reports"),
    ("L", "The Lancet"),
    ("To the", "On and"),
    ("Ann Ath", "Annals of Math"),
    ("Ann Mthx", "Annals of Math"),
]


@pytest.mark.parametrize(("one", "other"), SAME_JOURNALS)
def test_a_journal_is_known_by_its_abbreviation_in_both_directions(one: str, other: str) -> None:
    assert same_journal(one, other)
    assert same_journal(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER_JOURNALS)
def test_another_journal_is_another(one: str, other: str) -> None:
    assert not same_journal(one, other)


def test_a_journal_agrees_through_its_registered_short_title() -> None:
    registered = ("Zeitschrift für Krebs", "Z Krebs")
    assert journal(reference(container_title="Z Krebs"), record(container_title=registered)).agrees


@pytest.mark.parametrize(
    ("printed", "registered"),
    [("12", "12"), ("12", "012"), ("12 Suppl 1", "12"), ("Vol. 12", "12"), ("12-13", "12")],
)
def test_volumes_that_agree(printed: str, registered: str) -> None:
    assert volume(reference(volume=printed), record(volume=registered)).agrees


def test_a_wrong_volume_differs() -> None:
    assert volume(reference(volume="21"), record()).agrees is False


@pytest.mark.parametrize(
    ("printed", "registered"),
    [
        ("3", "03"),
        ("Suppl 1", "suppl_1"),
        ("Suppl. 1", "S1"),
        ("1 Pt 2", "1"),
        ("2/3", "2-3"),
        ("9", "9-10"),
        ("Part 2", "pt 2"),
    ],
)
def test_issues_that_agree(printed: str, registered: str) -> None:
    assert issue(reference(issue=printed), record(issue=registered)).agrees


def test_a_month_printed_as_issue_is_compared_with_nothing() -> None:
    assert issue(reference(issue="Nov"), record(issue="11")).agrees is None


def test_a_day_that_leaked_into_volume_and_issue_is_named() -> None:
    printed = reference(volume="27", issue="16", issued=Date(2023))
    registered = record(volume="16", issue="", issued=(Date(2023, 2, 27),))
    assert "27 is the day of publication (2023-02-27)" in volume(printed, registered).message
    assert issue(printed, registered).agrees is False


SAME_PAGES = [
    ("2277-2288", ("2277-2288",)),
    ("2277–88", ("2277-2288",)),
    ("2277", ("2277-2288",)),
    ("2277-2288", ("2277",)),
    ("e70497", ("e70497",)),
    ("70497", ("e70497",)),
    ("e006764", ("e006764",)),
    ("S40-S42", ("S40-S42",)),
    ("s40-2", ("S40-S42",)),
    ("pp. 12-15", ("12-15",)),
    ("559", ("1-12", "559")),
    ("xii-xv", ("XII-XV",)),
    ("123-4, 130", ("123-124",)),
]

OTHER_PAGES = [
    ("1", ("6",)),
    ("2277-2288", ("2727-2738",)),
    ("2277-2288", ("2277-2298",)),
    ("e70497", ("e70947",)),
    ("S40", ("40",)),
]


@pytest.mark.parametrize(("printed", "registered"), SAME_PAGES)
def test_pages_that_agree(printed: str, registered: tuple[str, ...]) -> None:
    assert page(reference(page=printed), record(page=registered)).agrees


@pytest.mark.parametrize(("printed", "registered"), OTHER_PAGES)
def test_pages_that_differ(printed: str, registered: tuple[str, ...]) -> None:
    assert page(reference(page=printed), record(page=registered)).agrees is False


def test_an_article_number_found_in_the_doi_agrees_where_a_count_of_pages_is_registered() -> None:
    registered = record(DOI="10.5555/2014/149185", page=("1-10",))
    assert page(reference(page="149185"), registered).agrees


def test_a_count_of_pages_is_not_compared_with_an_article_number() -> None:
    assert page(reference(page="1-12"), record(page=("e70497",))).agrees is None


@pytest.mark.parametrize("unknown", ["n/a-n/a", "", "no pages"])
def test_a_registered_page_that_is_none_contradicts_none(unknown: str) -> None:
    assert page(reference(), record(page=(unknown,))).agrees is None
