"""Two references, the same work or not: what shows it, and what must never be taken for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cikrefs.checks.duplicates import Twins, twins
from cikrefs.checks.twins import LIKENESS, identifiers, same_work
from cikrefs.models import OTHERS, Date, Name, Reference

LEE = Name("Lee", "A. B.")
SOUZA = Name("de Souza", "P.")
MUELLER = Name("Müller", "Karl")
ARTICLE = Reference(
    id="lee2019",
    title="Ex vivo expansion of killer cells: a phase II study",
    author=(LEE, SOUZA, MUELLER),
    container_title="Journal of Cell Therapy",
    volume="12",
    issue="3",
    page="145-152",
    issued=Date(2019, 4),
    DOI="10.5555/abc.2019.145",
)
CHAPTER = Reference(
    id="kim2015",
    type="chapter",
    title="Bilingual education in a public school",
    author=(Name("Kim", "Soo"),),
    container_title="Educational innovations",
    page="87-102",
    issued=Date(2015),
    publisher="Palgrave",
    ISBN="978-1-137-46860-4",
)
BOOK = Reference(
    id="bishop2006",
    type="book",
    title="Pattern recognition and machine learning",
    author=(Name("Bishop", "Christopher M."),),
    publisher="Springer",
    issued=Date(2006),
    ISBN="978-0-387-31073-2",
)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"author": (LEE, OTHERS)},
        {"author": (Name("Lee", "Andrew"), Name("De Souza", "Paulo"), Name("Mueller", "K."))},
        {"container_title": "J Cell Ther"},
        {"title": "EX VIVO EXPANSION OF KILLER CELLS: A PHASE II STUDY"},
        {"title": "Ex vivo expansion of killer cells"},
        {"title": "Ex vivo expansoin of killer cells: a phase II study"},
        {"title": "Ex vivo expansion of killr cells: a phase II study", "issue": "", "page": "145"},
        {"page": "145", "issued": Date(2019)},
        {"page": "154-152"},
        {"volume": "", "page": "", "issue": ""},
        {"author": ()},
    ],
)
def test_a_copy_without_doi_is_the_same_work_however_it_is_printed(changes: Any) -> None:
    copy = replace(ARTICLE, DOI="", **changes)
    assert same_work(ARTICLE, copy) == LIKENESS
    assert same_work(copy, ARTICLE) == LIKENESS


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "article", "container_title": "bioRxiv", "volume": "", "issue": "", "page": ""},
        {"title": "Ex vivo expansion of killer cells: a phase III study", "page": "153-160"},
        {"title": "Ex vivo expansion of killer cells: a phase III study"},
        {"title": "Ex vivo expansion of killer cells", "page": "", "volume": ""},
        {"title": "Erratum to: Ex vivo expansion of killer cells: a phase II study"},
        {"title": "Ex vivo expansion of killer cells: a phase II study. Reply", "page": "301"},
        {"issued": Date(2020), "volume": "13", "page": "12-19"},
        {"issued": Date(2020)},
        {"page": "301-309"},
        {"container_title": "Proceedings of the Cell Conference", "volume": "", "page": "3-9"},
        {"author": (Name("Quenneville", "X."),)},
        {"type": "dataset"},
        {"type": "thesis", "container_title": "", "volume": "", "page": "", "issue": ""},
        {"DOI": "10.5555/abc.2019.153"},
    ],
)
def test_a_work_beside_it_is_another(changes: Any) -> None:
    other = replace(ARTICLE, **{"DOI": "", **changes})
    assert same_work(ARTICLE, other) == ""
    assert same_work(other, ARTICLE) == ""


@pytest.mark.parametrize("kind", ["DOI", "PMID", "PMCID"])
def test_an_identifier_that_is_shared_settles_it_where_the_year_differs(kind: str) -> None:
    said = {"DOI": "10.5555/ABC", "PMID": "123456", "PMCID": "PMC998877"}[kind]
    printed: Any = {"DOI": "", kind: said}
    one = replace(ARTICLE, **printed)
    printed = {kind: said.lower(), "issued": Date(2020), "page": ""}
    other = replace(one, **printed)
    assert same_work(one, other) == kind


def test_a_shared_doi_does_not_make_one_work_of_two() -> None:
    other = Reference(
        title="Paracoccidioidomycosis in the United States",
        author=(Name("Wanke", "B."),),
        container_title="Mycoses",
        volume="3",
        page="9",
        issued=Date(1988),
        DOI=ARTICLE.DOI,
    )
    assert same_work(ARTICLE, other) == ""


def test_a_reference_that_is_nothing_but_its_doi_is_the_work() -> None:
    assert same_work(ARTICLE, Reference(type="document", DOI="10.5555/ABC.2019.145")) == "DOI"


def test_two_versions_of_a_preprint_on_arxiv_are_one() -> None:
    one = Reference(
        type="article",
        title="Attention heads in deep networks",
        author=(LEE,),
        number="arXiv:1706.03762v5",
        issued=Date(2017),
    )
    other = replace(one, number="", URL="https://arxiv.org/abs/1706.03762", issued=Date(2023))
    assert same_work(one, other) == "arXiv number"


@pytest.mark.parametrize(
    ("reference", "known"),
    [
        (Reference(DOI="10.48550/arXiv.1706.03762v5"), {"DOI", "arXiv number"}),
        (Reference(URL="https://doi.org/10.5555/abc"), {"DOI"}),
        (Reference(PMID="PMID: 0031", PMCID="PMC77"), {"PMID", "PMCID"}),
        (replace(ARTICLE, DOI="", extra={"bibtex:eprint": "1706.03762"}), set()),
        (replace(ARTICLE, DOI="", PMID="12345678901234"), set()),
        (replace(BOOK, ISBN="978-0-387-31073-3"), set()),
        (CHAPTER, set()),
        (replace(BOOK, container_title="Collected works"), set()),
        (replace(BOOK, type="article-journal"), set()),
    ],
    ids=[
        "an arXiv DOI",
        "a link",
        "labels",
        "a paper's preprint",
        "too long",
        "typo",
        "a chapter",
        "a part",
        "no book",
    ],
)
def test_a_work_is_known_by_what_is_well_formed_and_its_own(
    reference: Reference, known: set[str]
) -> None:
    assert identifiers(reference).keys() == known


def test_a_book_is_known_by_either_of_its_isbns() -> None:
    other = replace(BOOK, ISBN="0-387-31073-8", publisher="", author=())
    assert same_work(BOOK, other) == "ISBN"


def test_another_edition_is_another_book() -> None:
    other = replace(BOOK, ISBN="", edition="2nd ed.", issued=None)
    assert same_work(BOOK, other) == ""
    assert same_work(BOOK, replace(other, edition="", issued=Date(2011))) == ""
    assert same_work(BOOK, replace(BOOK, ISBN="", edition="1")) == LIKENESS


def test_chapters_of_one_book_are_works_of_their_own() -> None:
    other = replace(CHAPTER, title="Reading aloud in the classroom", page="103-120")
    assert same_work(CHAPTER, other) == ""
    assert same_work(CHAPTER, replace(CHAPTER, ISBN="", page="87")) == LIKENESS


@pytest.mark.parametrize("changes", [{"volume": "10"}, {"issue": "3"}, {"issued": Date(2004, 7)}])
def test_a_column_that_returns_is_another_work_each_time(changes: Any) -> None:
    one = Reference(
        title="Questions and answers",
        container_title="Guides Newsletter",
        volume="9",
        issue="2",
        page="4-5" if "issued" not in changes else "",
        issued=Date(2004, 5),
    )
    assert same_work(one, replace(one, **changes)) == ""


SHORT = "Cell sorting"
LONG = "Adoptive transfer of cytokine-induced killer cells in patients with advanced liver cancer"
TWO_SLIPS = LONG.replace("liver", "livre").replace("killer", "kilter")
ONE_SLIP = "Ex vivo expension of killer cells: a phase II study"
TWO_IN_SHORT = "Ex vivo expension of kilter cells: a phase II study"
REFRACTION = "Correction of refractive errors in children"
CIK_GROUP = Name(literal="The CIK Group")
NO_PLACE = {"volume": "", "issue": "", "page": ""}
NOBODY: dict[str, Any] = {"author": ()}


@pytest.mark.parametrize(
    ("both", "copy"),
    [
        ({"title": LONG}, {"title": TWO_SLIPS, **NO_PLACE}),
        ({}, {"title": ONE_SLIP, **NO_PLACE}),
        ({}, {"author": (LEE, SOUZA, Name("Other", "O."), MUELLER), **NO_PLACE}),
        ({"author": (CIK_GROUP,)}, NO_PLACE),
        ({}, {"title": ""}),
        (NOBODY, {}),
        (NOBODY, {"title": ONE_SLIP}),
        ({**NOBODY, "title": "Editorial"}, {}),
        ({"title": REFRACTION}, {"title": REFRACTION.replace("Correction", "Corection")}),
        ({**NO_PLACE, "container_title": ""}, {}),
        ({}, {"container_title": "Zellforschung"}),
        ({}, {"issue": "4"}),
        ({}, {"volume": "21"}),
        ({"type": "paper-conference"}, {"type": "article-journal"}),
        ({"type": "dataset"}, {}),
    ],
)  # fmt: skip
def test_one_slip_or_what_is_not_printed_makes_no_other_work(both: Any, copy: Any) -> None:
    one = replace(ARTICLE, **{"DOI": "", **both})
    other = replace(one, **copy)
    assert (same_work(one, other), same_work(other, one)) == (LIKENESS, LIKENESS)


@pytest.mark.parametrize(
    ("both", "beside"),
    [
        ({"title": LONG}, {"title": TWO_SLIPS.replace("cancer", "canser"), **NO_PLACE}),
        ({}, {"title": TWO_IN_SHORT, **NO_PLACE}),
        ({"title": SHORT}, NO_PLACE),
        ({"title": SHORT}, {"title": "Cell porting", **NO_PLACE}),
        ({}, {"title": ONE_SLIP, "issued": None, **NO_PLACE}),
        ({}, {"author": (LEE, Name("Other", "O."), Name("Third", "T.")), **NO_PLACE}),
        ({"author": (CIK_GROUP,)}, {"author": (Name(literal="The NK Group"),), **NO_PLACE}),
        ({}, {"author": (CIK_GROUP,), **NO_PLACE}),
        (NOBODY, {"page": "156-160"}),
        (NOBODY, {"volume": "21"}),
        (NOBODY, NO_PLACE),
        ({**NOBODY, "title": "Editorial"}, {"page": ""}),
        (NOBODY, {"title": TWO_IN_SHORT}),
        ({**NO_PLACE, "container_title": "", "title": SHORT}, {}),
        ({}, {"container_title": "Zellforschung", "page": ""}),
        ({}, {"page": "156-160"}),
        ({"page": "7"}, {"page": "8"}),
        ({}, {"issue": "4", "page": ""}),
        ({}, {"volume": "21", "page": ""}),
        ({}, {"type": "book"}),
        ({"type": "report"}, {"type": "paper-conference"}),
        ({}, {"title": "Commentary: ex vivo expansion of killer cells: a phase II study"}),
    ],
)  # fmt: skip
def test_what_may_be_another_work_is_left_alone(both: Any, beside: Any) -> None:
    one = replace(ARTICLE, **{"DOI": "", **both})
    other = replace(one, **beside)
    assert (same_work(one, other), same_work(other, one)) == ("", "")


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("2nd ed.", "Second edition", True),
        ("2", "second", True),
        ("10th", "tenth ed.", True),
        ("3rd rev. ed.", "3", True),
        ("First edition", "", True),
        ("2nd ed.", "3rd ed.", False),
        ("second", "third", False),
        ("2nd ed.", "", False),
    ],
)
def test_an_edition_is_a_number_however_it_is_printed(
    one: str, other: str, *, are_one: bool
) -> None:
    first, second = (replace(BOOK, ISBN="", edition=edition) for edition in (one, other))
    assert bool(same_work(first, second)) is are_one


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("Springer", "Springer", True),
        ("", "", True),
        ("Springer", "Wiley", False),
        ("Wiley", "", False),
    ],
)
def test_a_book_whose_title_has_a_slip_is_of_the_same_publisher(
    one: str, other: str, *, are_one: bool
) -> None:
    first = replace(BOOK, ISBN="", publisher=one)
    title = "Patern recognition and machine learning"
    assert bool(same_work(first, replace(first, title=title, publisher=other))) is are_one


def test_a_book_may_have_two_isbns_and_is_known_where_no_type_is() -> None:
    paperback = replace(BOOK, ISBN="978-1-4939-3843-8")
    assert same_work(BOOK, paperback) == LIKENESS
    assert same_work(BOOK, replace(paperback, type="document", ISBN="")) == LIKENESS


def test_of_two_shared_identifiers_the_first_is_named() -> None:
    one = replace(ARTICLE, PMID="31234567")
    assert same_work(one, replace(one, issued=Date(2020))) == "DOI"
    assert same_work(Reference(DOI=one.DOI, PMID=one.PMID), one) == "DOI"


def test_a_chapter_without_people_is_known_by_its_book() -> None:
    one = replace(CHAPTER, author=(), ISBN="", page="")
    title = "Bilingual education in a public school of the north"
    assert same_work(replace(one, title=title), replace(one, title=title)) == LIKENESS
    assert (
        same_work(replace(one, title="Bilingual schools"), replace(one, title="Bilingual schools"))
        == ""
    )


def test_groups_are_found_over_a_list_in_its_order() -> None:
    copy = replace(ARTICLE, id="copy", DOI="")
    cut = replace(ARTICLE, id="cut", author=(LEE, OTHERS), title="Ex vivo expansion")
    found = twins([BOOK, ARTICLE, CHAPTER, copy, replace(BOOK, id="b"), cut])
    assert found == [Twins((0, 4), "ISBN"), Twins((1, 3, 5), "DOI")]


def test_a_copy_that_is_like_two_works_is_in_neither_group() -> None:
    online = replace(ARTICLE, id="online", DOI="10.5555/other")
    copy = replace(ARTICLE, id="copy", DOI="")
    assert twins([ARTICLE, online, copy]) == []
    assert twins([copy, ARTICLE, online]) == []
