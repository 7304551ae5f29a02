"""Down the chain of services: who is asked next, who stands in, what silence means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cikrefs.checks import check
from cikrefs.checks.chain import CHAINS, steps_of
from cikrefs.errors import Unavailable
from cikrefs.models import Check, Finding, Name, Record
from cikrefs.registry.services import SERVICES
from tests.checks.build import record, reference
from tests.registry.fake import FakeRegistry

PMID = replace(record(), DOI="", agency="PubMed", PMID="17654321")
DOWN = Unavailable("PubMed did not answer: HTTP 503")
ALL = ("crossref", "pubmed", "europepmc", "openlibrary", "datacite")


def registry(*held: Record, **others: list[Record] | Unavailable) -> FakeRegistry:
    """Crossref holds `held`; `others` are what every search at another service gives."""
    return FakeRegistry({one.DOI: one for one in held}, others=others)


def asked(fake: FakeRegistry) -> list[str]:
    return [question for question, _ in fake.asked]


def rules(found: Check) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in found.findings]


def only(found: Check) -> Finding:
    (finding,) = found.findings
    return finding


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        ({}, [("crossref",), ("pubmed", "europepmc")]),
        ({"type": "article"}, [("crossref",), ("datacite",)]),
        ({"container_title": "arXiv preprint"}, [("crossref",), ("datacite",)]),
        ({"type": "book"}, [("crossref",), ("openlibrary",)]),
        ({"type": "chapter"}, [("crossref",), ("openlibrary",)]),
        ({"type": "thesis"}, [("crossref",), ("datacite",)]),
        ({"type": "dataset"}, [("crossref",), ("datacite",)]),
        ({"type": "paper-conference"}, [("crossref",)]),
        ({"type": "standard"}, [("crossref",)]),
        ({"type": "webpage"}, []),
    ],
)
def test_the_kind_of_work_says_who_is_asked(
    changes: dict[str, str], steps: list[tuple[str, ...]]
) -> None:
    assert list(steps_of(reference(**changes), ALL)) == steps


def test_every_service_of_a_chain_is_one() -> None:
    named = {name for one in CHAINS.values() for step in one.steps for name in step}
    assert named <= {*SERVICES, "pubmed", "europepmc", "openlibrary"}


def test_a_service_that_is_not_to_be_asked_is_none_of_the_chain() -> None:
    assert steps_of(reference(), ("crossref", "europepmc")) == (("crossref",), ("europepmc",))
    assert steps_of(reference(), ("openlibrary",)) == ()


def test_whoever_is_confirmed_at_crossref_is_asked_for_nowhere_else() -> None:
    fake = registry(record(), pubmed=[PMID])
    (found,) = check([reference(DOI="")], fake)
    assert (found.confirmed, asked(fake)) == (True, ["search"])


def test_what_crossref_does_not_hold_the_next_service_confirms_without_a_doi() -> None:
    fake = registry(pubmed=[PMID])
    (found,) = check([reference(DOI="")], fake)
    assert (found.status, found.findings, found.record) == ("ok", (), PMID)
    assert found.asked == ("crossref", "pubmed")


def test_a_record_found_elsewhere_that_has_a_doi_says_which() -> None:
    (found,) = check([reference(DOI="")], registry(pubmed=[replace(PMID, DOI="10.5555/a")]))
    assert (rules(found), only(found).suggestion) == ([("doi-missing", "warning")], "10.5555/a")


def test_who_stands_in_is_asked_only_where_the_first_does_not_answer() -> None:
    fake = registry(pubmed=DOWN, europepmc=[PMID])
    (found,) = check([reference(DOI="")], fake)
    assert (found.status, found.asked) == ("ok", ("crossref", "europepmc"))
    fake = registry(pubmed=[], europepmc=[PMID])
    (found,) = check([reference(DOI="")], fake)
    assert (found.status, found.asked) == ("unconfirmed", ("crossref", "pubmed"))


def test_a_silent_service_leaves_unchecked_what_it_was_due_for_and_nothing_else() -> None:
    fake = registry(pubmed=DOWN, europepmc=Unavailable("Europe PMC did not answer"), openlibrary=[])
    article, book = check([reference(DOI=""), reference(DOI="", type="book")], fake)
    assert (article.status, article.asked) == ("unchecked", ("crossref",))
    assert article.unavailable == "Europe PMC did not answer"
    assert (book.status, book.asked) == ("unconfirmed", ("crossref", "openlibrary"))


def test_a_work_that_the_next_service_confirms_is_no_outage_of_crossref() -> None:
    class NoCrossref(FakeRegistry):
        def search(self, query: object, rows: int = 5, service: str = "crossref") -> list[Record]:  # noqa: ARG002  # Registry's
            if service == "crossref":
                raise Unavailable("Crossref did not answer")
            return [PMID]

    first, other = check(
        [reference(DOI=""), reference(DOI="", title="Zebras of the outer planets", page="9")],
        NoCrossref({}, others={"pubmed": []}),
    )
    assert (first.status, first.asked, first.unavailable) == ("ok", ("pubmed",), None)
    assert (other.status, other.unavailable) == ("unchecked", "Crossref did not answer")


def test_not_found_names_all_who_were_asked_and_the_nearest_of_all_hits() -> None:
    far = record(DOI="10.5555/far", title=("Killer whales of the northern Pacific",))
    near = replace(PMID, title=("Ex vivo expansion of nurses",), author=(Name("Abel", "Zoe"),))
    printed = reference(DOI="", type="thesis", title="Ex vivo expansion of zebras", page="9")
    (found,) = check([printed], registry(far, datacite=[near]))
    assert only(found).message.startswith(
        "Crossref and DataCite were asked and hold no such work; the nearest is “Ex vivo expansion"
        " of nurses” (Abel, 2019, Journal of Cellular Therapy, PMID 17654321): another title and"
    )


def test_an_article_on_arxiv_that_datacite_does_not_hold_is_worth_a_warning() -> None:
    printed = reference(DOI="", type="article", container_title="arXiv", title="Zebras in space")
    assert rules(check([printed], registry())[0]) == [("not-found", "note")]
    assert rules(check([printed], registry(datacite=[]))[0]) == [("not-found", "warning")]


def test_each_service_gets_only_what_those_before_it_left_over() -> None:
    refs = [
        reference(DOI=""),
        reference(DOI="", title="Zebras of the outer planets", page="9"),
        reference(DOI="", type="book", title="The book of zebras"),
        reference(DOI="", type="webpage"),
    ]
    fake = registry(record(), pubmed=[], openlibrary=[])
    check(refs, fake)
    assert asked(fake) == ["search"] * 3 + ["search pubmed", "search openlibrary"]


def test_progress_is_told_once_a_reference_and_ends_at_its_total() -> None:
    refs = [
        reference(DOI=""),
        reference(DOI="", title="Zebras of the outer planets"),
        reference(),
        reference(DOI="10.9999/gone"),
    ]
    told: list[tuple[int, int]] = []
    check(refs, registry(record(), pubmed=[]), lambda *numbers: told.append(numbers))
    assert told[-4:] == [(2, 2), (3, 5), (4, 5), (5, 5)]


def test_equal_records_of_two_services_are_one_work() -> None:
    twin = replace(PMID, DOI=record().DOI)
    printed = reference(DOI="", volume="", page="")
    (found,) = check([printed], registry(pubmed=[twin, replace(twin, PMID="5")]))
    assert only(found).suggestion == record().DOI
