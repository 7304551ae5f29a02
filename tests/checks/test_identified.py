"""References that carry a PMID, PMCID, arXiv number or ISBN: each is looked up and compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cikrefs.checks import check
from cikrefs.errors import Unavailable
from cikrefs.models import Check, Date, Finding, Name, Notice, Record
from cikrefs.registry import Answer
from tests.checks.build import record, reference
from tests.registry.fake import FakeRegistry

SERVICES: dict[str, list[Record] | Unavailable] = {
    "pubmed": [], "openlibrary": [], "datacite": []
}  # fmt: skip
PUBMED = record(agency="PubMed", PMID="17654321", PMCID="PMC18")
OTHER: dict[str, Any] = {
    "title": ("Marrow transplants in mice",),
    "author": (Name("Abel", "Zoe"), Name("Baker", "Yan")),
    "container_title": ("Mouse Reports",),
    "volume": "3",
    "issue": "1",
    "page": ("7-9",),
    "issued": (Date(2001),),
}
ISBN = "9783161484100"
BOOK = record(
    DOI="", agency="Open Library", type="book", ISBN=(ISBN,), container_title=(), volume="",
    issue="", page=(), issued=(Date(2019),),
)  # fmt: skip
ARXIV = "10.48550/arxiv.2401.00001"
EPRINT = record(
    DOI=ARXIV, agency="DataCite", type="article", container_title=(), volume="", issue="", page=(),
    issued=(Date(2019),),
)  # fmt: skip


def registry(**answers: Answer) -> FakeRegistry:
    """What the keys "pmid:17654321" and so on are answered; Crossref knows its record."""
    keys = {"pmid": "pmid:17654321", "pmcid": "pmcid:PMC18", "isbn": f"isbn:{ISBN}",
            "arxiv": ARXIV, "doi": record().DOI}  # fmt: skip
    return FakeRegistry({keys[name]: one for name, one in answers.items()}, others=SERVICES)


def checked(fake: FakeRegistry, **changes: Any) -> Check:
    return check([reference(**changes)], fake)[0]


def rules(found: Check) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in found.findings]


def only(found: Check) -> Finding:
    (finding,) = found.findings
    return finding


def preprint(**changes: Any) -> dict[str, Any]:
    fields = {"type": "article", "container_title": "", "volume": "", "issue": "", "page": ""}
    return {"DOI": "", **fields, "number": "arXiv:2401.00001", **changes}


def book(**changes: Any) -> dict[str, Any]:
    fields = {"type": "book", "container_title": "", "volume": "", "issue": "", "page": ""}
    return {"DOI": "", **fields, "ISBN": "978-3-16-148410-0", **changes}


def test_all_identifiers_of_a_list_are_looked_up_together_each_once() -> None:
    fake = registry(doi=record(), pmid=PUBMED)
    check([reference(PMID="17654321"), reference(id="b", PMID="17654321", ISBN=ISBN)], fake)
    assert fake.asked == [("look_up", (record().DOI, "pmid:17654321", f"isbn:{ISBN}"))]


@pytest.mark.parametrize(
    ("changes", "answers", "who"),
    [
        ({"DOI": "", "PMID": "17654321"}, {"pmid": replace(PUBMED, DOI="")}, "pubmed"),
        ({"DOI": "", "PMCID": "PMC18"}, {"pmcid": replace(PUBMED, DOI="")}, "pubmed"),
        (preprint(), {"arxiv": EPRINT}, "datacite"),
        (book(), {"isbn": BOOK}, "openlibrary"),
    ],
)
def test_the_record_of_any_identifier_confirms_a_reference(
    changes: dict[str, Any], answers: dict[str, Answer], who: str
) -> None:
    fake = registry(**answers)
    found = checked(fake, **changes)
    assert (found.status, found.findings, found.asked) == ("ok", (), (who,))
    assert [question for question, _ in fake.asked] == ["look_up"]


def test_a_pmid_whose_record_has_a_doi_says_which_in_a_note() -> None:
    found = checked(registry(pmid=PUBMED), DOI="", PMID="17654321")
    assert (found.status, rules(found)) == ("ok", [("doi-missing", "note")])
    assert only(found).suggestion == record().DOI


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"PMID": "123456789"}, "PMID", "“123456789” is no PMID: a PMID is a number of 1 to 8"),
        ({"PMCID": "PMCX"}, "PMCID", "“PMCX” is no PMCID"),
        ({"ISBN": "978-3-16-148410-1"}, "ISBN", "is no ISBN: its check digit is wrong"),
        (
            {"extra": {"bibtex:eprint": "2413.00001", "bibtex:archiveprefix": "arXiv"}},
            "bibtex:eprint",
            "“2413.00001” is no arXiv number",
        ),
    ],
)
def test_nonsense_for_an_identifier_is_malformed_and_not_asked_for(
    changes: dict[str, Any], field: str, said: str
) -> None:
    fake = registry(doi=record())
    found = checked(fake, **changes)
    assert (only(found).rule, only(found).severity, only(found).field) == (
        "id-malformed",
        "error",
        field,
    )
    assert said in only(found).message
    assert fake.asked == [("look_up", (record().DOI,))]


@pytest.mark.parametrize(
    ("changes", "severity"),
    [
        ({"PMID": "17654321"}, "error"),
        ({"PMCID": "PMC18"}, "error"),
        ({"number": "arXiv:2401.00001"}, "error"),
        ({"ISBN": ISBN, "type": "book"}, "note"),
    ],
)
def test_an_identifier_nobody_knows_beside_a_right_doi(
    changes: dict[str, Any], severity: str
) -> None:
    found = checked(registry(doi=record()), **changes)
    assert rules(found) == [("id-not-found", severity)]
    assert found.status == ("error" if severity == "error" else "ok")


@pytest.mark.parametrize(
    ("changes", "answers", "severity"),
    [
        ({"PMID": "17654321"}, {"pmid": replace(PUBMED, **OTHER)}, "error"),
        ({"PMCID": "PMC18"}, {"pmcid": replace(PUBMED, **OTHER)}, "error"),
        ({"number": "arXiv:2401.00001"}, {"arxiv": replace(EPRINT, **OTHER)}, "error"),
        (
            {"number": "arXiv:2401.00001"},
            {"arxiv": replace(EPRINT, title=("Zebras in space and elsewhere",))},
            "warning",
        ),
        ({"ISBN": ISBN, "type": "book"}, {"isbn": replace(BOOK, **OTHER)}, "warning"),
    ],
)
def test_an_identifier_of_another_work_beside_a_right_doi(
    changes: dict[str, Any], answers: dict[str, Answer], severity: str
) -> None:
    found = checked(registry(doi=record(), **answers), **changes)
    assert rules(found) == [("id-other-work", severity)]
    assert (found.status, found.record) == (severity, record())
    assert answers_title(answers) in only(found).message


def answers_title(answers: dict[str, Answer]) -> str:
    (one,) = answers.values()
    assert isinstance(one, Record)
    return one.title[0]


def test_a_title_that_an_eprint_had_in_another_version_is_a_warning() -> None:
    changed = "Ex vivo expansion of killer cells: a phase I study"
    found = checked(registry(arxiv=EPRINT), **preprint(title=changed))
    assert (found.status, rules(found)) == ("warning", [("title-differs", "warning")])


def test_fields_are_compared_once_with_the_record_of_the_doi() -> None:
    fake = registry(doi=record(), pmid=PUBMED, pmcid=PUBMED)
    found = checked(fake, PMID="17654321", PMCID="PMC18", volume="21")
    assert (rules(found), found.record) == ([("volume-differs", "error")], record())


def test_fields_are_compared_with_another_record_where_there_is_no_doi() -> None:
    found = checked(registry(pmid=replace(PUBMED, DOI="")), DOI="", PMID="17654321", volume="21")
    assert rules(found) == [("volume-differs", "error")]


def test_a_dead_doi_beside_a_right_pmid_is_corrected_by_it_without_a_search() -> None:
    fake = registry(pmid=PUBMED)
    found = checked(fake, DOI="10.9999/gone", PMID="17654321")
    assert (only(found).rule, only(found).suggestion) == ("doi-not-found", record().DOI)
    assert "search" not in [question for question, _ in fake.asked]


def test_a_wrong_pmid_beside_a_right_pmcid_is_corrected_by_it() -> None:
    fake = registry(doi=None, pmcid=replace(PUBMED, DOI="", PMID="5"))
    found = checked(fake, DOI="", PMID="17654321", PMCID="PMC18")
    assert (only(found).rule, only(found).suggestion) == ("id-not-found", "5")


def test_a_dead_pmid_without_doi_is_searched_for_and_stays_an_error() -> None:
    found = checked(registry(doi=record()), DOI="", PMID="17654321")
    assert rules(found) == [("id-not-found", "error"), ("doi-missing", "warning")]
    assert (found.status, found.confirmed) == ("error", True)


def test_an_isbn_nobody_knows_leaves_a_book_unconfirmed() -> None:
    found = checked(registry(), **book())
    assert (found.status, rules(found)) == (
        "unconfirmed",
        [("id-not-found", "note"), ("not-found", "note")],
    )
    assert found.asked == ("openlibrary", "crossref")


@pytest.mark.parametrize("severity", ["warning"])
def test_what_open_library_says_otherwise_makes_no_error(severity: str) -> None:
    found = checked(registry(isbn=replace(BOOK, issued=(Date(2021),))), **book())
    assert rules(found) == [("year-differs", severity)]


def test_the_isbn_of_the_book_says_nothing_of_the_chapter() -> None:
    chapter = {"type": "chapter", "DOI": "", "ISBN": ISBN, "title": "Zebras of the outer planets"}
    right = {**chapter, "container_title": record().title[0], "volume": "", "page": "9"}
    found = checked(registry(isbn=BOOK), **right)
    assert (found.status, rules(found)) == ("unconfirmed", [("not-found", "note")])
    found = checked(registry(isbn=BOOK), **{**right, "container_title": "The book of zebras"})
    assert rules(found) == [("id-other-work", "note"), ("not-found", "note")]


def test_one_that_does_not_answer_leaves_unchecked_what_the_doi_confirms() -> None:
    found = checked(registry(doi=record(), pmid=Unavailable("PubMed: down")), PMID="17654321")
    assert (found.status, found.unavailable) == ("unchecked", "PubMed: down")
    assert (found.confirmed, found.asked) == (True, ("crossref",))


def test_an_identifier_of_a_service_that_is_not_to_be_asked_is_left_alone() -> None:
    fake = registry(doi=record())
    fake.services = ("crossref",)
    assert checked(fake, PMID="17654321", ISBN=ISBN).status == "ok"
    assert fake.asked == [("look_up", (record().DOI,))]


RETRACTED = Notice("retracted", "10.5555/notice")


def test_a_retraction_that_only_pubmed_knows_is_found_and_one_that_both_know_once() -> None:
    marked = replace(PUBMED, notices=(Notice("retracted"), Notice("corrected", "10.5555/e")))
    found = checked(registry(doi=record(), pmid=marked), PMID="17654321")
    assert rules(found) == [("retracted", "error"), ("corrected", "note")]
    both = registry(doi=record(notices=(RETRACTED,)), pmid=marked)
    found = checked(both, PMID="17654321")
    assert rules(found) == [("retracted", "error"), ("corrected", "note")]
    assert "10.5555/notice" in found.findings[0].message


def test_the_notices_of_another_work_are_not_this_works() -> None:
    other = replace(PUBMED, **OTHER, notices=(RETRACTED,))
    found = checked(registry(doi=record(), pmid=other), PMID="17654321")
    assert rules(found) == [("id-other-work", "error")]


def test_an_article_that_only_its_eprint_confirms_is_looked_for_and_compared() -> None:
    changes = {"DOI": "", "number": "arXiv:2401.00001", "volume": "21"}
    found = checked(registry(arxiv=EPRINT, doi=record()), **changes)
    assert rules(found) == [("volume-differs", "warning"), ("doi-missing", "warning")]
    found = checked(registry(arxiv=EPRINT), **changes)
    assert (found.status, rules(found)) == ("ok", [("registered-elsewhere", "note")])
    assert "known as a preprint" in only(found).message


def test_a_pmid_with_too_little_printed_beside_it_is_unconfirmed() -> None:
    fake = registry(pmid=PUBMED)
    found = checked(fake, DOI="", PMID="17654321", title="", author=(), container_title="",
                    volume="", page="", issue="", issued=None)  # fmt: skip
    assert (found.status, only(found).rule) == ("unconfirmed", "not-found")
    assert "PMID 17654321 is registered, but too little is printed" in only(found).message
