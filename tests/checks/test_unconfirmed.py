"""References without DOI: confirmed, misattributed, or confirmed by nobody."""

from __future__ import annotations

from typing import Any

import pytest

from cikrefs.checks import check
from cikrefs.checks.suggest import GUESSES, NO_BUDGET, SEARCHES
from cikrefs.errors import Unavailable
from cikrefs.models import Check, Date, Finding, Name, Record, Reference
from tests.checks.build import record, reference
from tests.registry.fake import FakeRegistry

STRANGERS = (Name("Abel", "Zoe"), Name("Baker", "Yan"))


def checked(printed: Reference, *held: Record) -> Check:
    return check([printed], FakeRegistry({one.DOI: one for one in held}))[0]


def rules(found: Check) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in found.findings]


def only(found: Check) -> Finding:
    (finding,) = found.findings
    return finding


@pytest.mark.parametrize(
    "kind",
    "article-journal book chapter dataset document paper-conference report review software"
    " standard thesis".split(),
)
def test_every_kind_is_sought_and_confirmed_by_its_record(kind: str) -> None:
    found = checked(reference(DOI="", type=kind), record(type=kind))
    assert (found.confirmed, rules(found)) == (True, [("doi-missing", "warning")])
    assert only(found).suggestion == record().DOI


def test_a_confirmed_work_has_what_differs_named_at_most_as_a_warning() -> None:
    found = checked(reference(DOI="", volume="21"), record())
    assert rules(found) == [("volume-differs", "warning"), ("doi-missing", "warning")]


def test_a_real_title_under_invented_names_is_misattributed() -> None:
    found = checked(reference(DOI="", author=STRANGERS), record(type="article-journal"))
    assert (found.status, only(found).rule) == ("warning", "misattributed")
    assert (only(found).printed, only(found).registered) == ("Abel, Zoe", "Lee, Anna Beth")
    assert only(found).suggestion == record().DOI
    assert not found.confirmed


def test_a_real_work_in_another_journal_and_year_is_misattributed() -> None:
    printed = reference(DOI="", container_title="Mouse Reports", issued=Date(2011), volume="")
    found = checked(printed, record(type="article-journal"))
    assert (found.status, only(found).rule) == ("warning", "misattributed")
    assert "in another journal and year" in only(found).message


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "book"},
        {"type": "report"},
        {"type": "thesis"},
        {"title": "Killer cells"},
        {"title": "Ex vivo expansion of killer cells"},
    ],
)
def test_a_title_that_others_may_have_given_too_is_no_misattribution(
    changes: dict[str, Any],
) -> None:
    printed = reference(**{"DOI": "", "author": STRANGERS, **changes})
    held = record(type="article-journal", title=(*record().title, "Killer cells"))
    assert checked(printed, held).status == "unconfirmed"


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("Pathology quiz case 1 of 12", "not-found"),
        ("Benign mucous membrane pemphigoid", "not-found"),
        ("Treatment of melanotic freckle with x-rays", "not-found"),
        ("Treatment of melanotic freckle in outdoor workers", "misattributed"),
    ],
)
def test_only_a_title_of_five_telling_words_is_one_works_own(title: str, rule: str) -> None:
    printed = reference(DOI="", title=title, author=STRANGERS, issued=Date(1979), page="")
    found = checked(printed, record(type="article-journal", title=(title,)))
    assert rules(found) == [(rule, "warning")]


def test_a_second_work_of_the_same_title_by_the_same_people_confirms_nothing() -> None:
    printed = reference(DOI="", issued=Date(1970), volume="102", page="216-217")
    found = checked(printed, record(issued=(Date(1971),), volume="104", page=("437",)))
    assert (found.status, only(found).rule) == ("unconfirmed", "not-found")
    assert "another year" in only(found).message


def test_the_next_part_of_a_series_by_the_same_people_confirms_nothing() -> None:
    printed = reference(
        DOI="", title="Ex vivo expansion of killer cells: a phase I study", page="9"
    )
    found = checked(printed, record())
    assert (found.status, only(found).rule) == ("unconfirmed", "not-found")
    assert "another title" in only(found).message


def test_a_paper_of_a_conference_that_became_an_article_elsewhere_is_not_misattributed() -> None:
    printed = reference(
        DOI="", type="paper-conference", container_title="ICLR", issued=Date(2016), volume=""
    )
    found = checked(printed, record(type="article-journal"))
    assert (found.status, rules(found)) == ("unconfirmed", [("not-found", "note")])


@pytest.mark.parametrize(
    "title",
    [
        "Ex vivo expansion of tumour stroma: a retrospective audit of nurses",
        "Killer whales of the northern Pacific: a phase II study",
        "Cell expansion",
    ],
)
def test_half_a_title_confirms_nothing_and_silences_nothing(title: str) -> None:
    found = checked(reference(DOI="", title=title, page=""), record())
    assert (found.status, rules(found)) == ("unconfirmed", [("not-found", "warning")])


def test_the_nearest_hit_is_named_with_why_it_is_not_the_work() -> None:
    printed = reference(DOI="", title="Ex vivo expansion of nurses", author=STRANGERS, page="")
    said = only(checked(printed, record())).message
    assert said == (
        "Crossref was asked and holds no such work; the nearest is “Ex Vivo Expansion of Killer"
        " Cells: A Phase II Study” (Lee, 2019, Journal of Cellular Therapy, 10.5555/abc.2019.145):"
        " another title and other authors"
    )


@pytest.mark.parametrize(
    ("changes", "held", "severity"),
    [
        ({}, {}, "warning"),
        ({"container_title": ""}, {}, "note"),
        ({"container_title": "Journal of Machine Learning Research"}, {}, "note"),
        ({"type": "article", "container_title": "bioRxiv"}, {}, "warning"),
        ({"type": "article", "container_title": "arXiv:2305.01234"}, {}, "note"),
        ({"type": "paper-conference"}, {}, "warning"),
        ({"type": "paper-conference", "container_title": "Proc. of Things"}, {}, "note"),
        ({"type": "paper-conference"}, {"container_title": ("Mouse Reports",)}, "note"),
        ({"type": "paper-conference", "container_title": "ICLR"}, {}, "note"),
        ({"type": "book"}, {}, "note"),
    ],
)
def test_how_much_it_means_that_nobody_holds_a_work_depends_on_its_kind(
    changes: dict[str, Any], held: dict[str, Any], severity: str
) -> None:
    printed = reference(**{"DOI": "", "title": "Expansion of zebras in space", **changes})
    found = checked(printed, record(**held))
    assert (found.status, rules(found)) == ("unconfirmed", [("not-found", severity)])


def test_another_edition_of_a_book_does_not_confirm_it() -> None:
    printed = reference(DOI="", type="book", container_title="", volume="", page="")
    held = record(type="book", container_title=(), issued=(Date(1999),), page=(), volume="")
    assert checked(printed, held).status == "unconfirmed"


PREPRINT = record(
    DOI="10.1101/2018.1", type="article", container_title=(), volume="", issue="", page=()
)


def test_a_work_known_as_a_preprint_only_is_confirmed_with_a_note() -> None:
    found = checked(reference(DOI="", issued=Date(2020)), PREPRINT)
    assert (found.status, rules(found)) == ("ok", [("registered-elsewhere", "note")])
    assert "known as a preprint" in only(found).message


def test_the_published_version_goes_before_the_preprint() -> None:
    found = checked(reference(DOI=""), PREPRINT, record())
    assert only(found).suggestion == record().DOI


def test_a_preprint_that_was_published_since_is_confirmed_by_what_it_became() -> None:
    printed = reference(
        DOI="", type="article", container_title="arXiv preprint", volume="", page="", issue=""
    )
    found = checked(printed, record(type="article-journal", issued=(Date(2021),)))
    assert (found.status, rules(found)) == ("ok", [("registered-elsewhere", "note")])


def test_a_work_registered_twice_is_confirmed_and_no_doi_is_chosen() -> None:
    found = checked(reference(DOI=""), record(DOI="10.5555/one"), record(DOI="10.5555/two"))
    assert (found.confirmed, only(found).suggestion) == (True, None)
    assert "10.5555/one or 10.5555/two" in only(found).message


def test_a_reference_without_title_and_doi_is_unconfirmed_and_nobody_is_asked() -> None:
    registry = FakeRegistry({})
    (found,) = check([reference(DOI="", title="")], registry)
    assert (found.status, found.asked, registry.asked) == ("unconfirmed", (), [])
    assert "neither an identifier nor a title" in only(found).message


def test_a_doi_with_nothing_printed_beside_it_is_unconfirmed() -> None:
    found = checked(Reference(DOI=record().DOI), record())
    assert (found.status, rules(found)) == ("unconfirmed", [("not-found", "note")])


def test_an_outage_goes_before_unconfirmed_and_a_warning_before_an_outage() -> None:
    finding = Finding(rule="uncited", severity="warning", message="m")
    silent = Check(reference=reference(), unavailable="down")
    assert silent.status == "unchecked"
    warned = Check(reference=reference(), unavailable="down", findings=(finding,))
    assert warned.status == "warning"
    missing = Finding(rule="not-found", severity="warning", message="m")
    assert Check(reference=reference(), findings=(missing,)).status == "unconfirmed"
    assert Check(reference=reference(), unavailable="x", findings=(missing,)).status == "unchecked"


class Counting(FakeRegistry):
    """Counts what a batch of fifty and a search cost, a request each."""

    def requests(self) -> int:
        return sum(
            -(-len(question) // 50) for kind, question in self.asked if kind in ("known", "search")
        )


def test_a_thousand_dead_dois_have_a_budget_and_say_when_it_is_spent() -> None:
    dead = [reference(id=f"r{i}", DOI=f"10.9999/gone.{i:04}") for i in range(1000)]
    registry = Counting({})
    found = check(dead, registry)
    assert registry.requests() <= GUESSES / 50 + SEARCHES <= 200
    spent = [one for one in found if NO_BUDGET in one.findings[0].message]
    assert len(spent) == 1000 - SEARCHES
    assert {one.status for one in found} == {"error"}


def test_references_without_doi_are_all_searched_for_whatever_the_dead_ones_cost() -> None:
    dead = [reference(DOI=f"10.9999/gone.{i}") for i in range(SEARCHES + 1)]
    found = check([*dead, reference(DOI="")], FakeRegistry({record().DOI: record()}))
    assert found[-1].confirmed


@pytest.mark.parametrize(
    "odd",
    [
        Record(DOI="10.5555/odd"),
        Record(DOI="10.5555/odd", title=("",)),
        Record(DOI="10.5555/odd", title=("Editorial",)),
        Record(DOI="10.5555/odd", author=(Name(),), page=("",), issued=()),
        record(DOI="10.5555/odd", title=("?",), author=(Name(literal="?"),), container_title=("",)),
        record(DOI="10.5555/odd", author=tuple(Name(f"Lee{i}", "A.") for i in range(500))),
    ],
)
@pytest.mark.parametrize("doi", ["", "10.5555/odd"])
def test_an_odd_record_never_makes_a_reference_ok(odd: Record, doi: str) -> None:
    printed = reference(DOI=doi, title="Zebras of the outer planets", page="9")
    found = checked(printed, odd)
    assert found.status != "ok"
    assert not found.confirmed


def test_a_search_without_answer_is_unchecked_and_names_who_was_silent() -> None:
    down = FakeRegistry({}, down=Unavailable("Crossref did not answer"))
    (found,) = check([reference(DOI="", type="book")], down)
    assert (found.status, found.unavailable) == ("unchecked", "Crossref did not answer")
