"""The check as a whole, against registries that say what a test says."""

from __future__ import annotations

import pytest

from cikrefs.checks import check
from cikrefs.checks.suggest import NEIGHBOURS, neighbours
from cikrefs.dois import is_doi
from cikrefs.errors import Unavailable
from cikrefs.models import Check, Date, Finding, Name, Notice, Record, Reference, Source
from cikrefs.registry import Answer
from tests.checks.build import record, reference
from tests.registry.fake import FakeRegistry

OTHER = record(
    DOI="10.5555/xyz.2001.7",
    title=("Marrow transplants in mice",),
    author=(Name("Abel", "Zoe"), Name("Baker", "Yan")),
    container_title=("Mouse Reports",),
    volume="3",
    issue="1",
    page=("7-9",),
    issued=(Date(2001),),
)


def checked(ref: Reference, *answers: Record, registry: FakeRegistry | None = None) -> Check:
    return check([ref], registry or FakeRegistry({answer.DOI: answer for answer in answers}))[0]


def only(check_: Check) -> Finding:
    (finding,) = check_.findings
    return finding


def test_a_reference_that_agrees_in_all_is_ok() -> None:
    assert checked(reference(), record()).status == "ok"
    assert checked(reference(), record()).findings == ()


def test_the_dois_of_a_list_are_asked_for_once_and_together() -> None:
    registry = FakeRegistry({record().DOI: record(), OTHER.DOI: OTHER})
    check([reference(), reference(DOI="https://doi.org/10.5555/ABC.2019.145")], registry)
    assert registry.asked == [("look_up", ("10.5555/abc.2019.145",))]


@pytest.mark.parametrize(
    "printed",
    [
        "10.5555/ABC.2019.145",
        "https://doi.org/10.5555/abc.2019.145",
        "http://dx.doi.org/10.5555/abc.2019.145",
        "doi:10.5555/abc.2019.145",
        "DOI: 10.5555/abc.2019.145.",
        "https://doi.org/10.5555%2Fabc.2019.145",
    ],
)
def test_the_ways_to_print_a_doi_are_all_the_same(printed: str) -> None:
    assert checked(reference(DOI=printed), record()).findings == ()


def test_nonsense_for_a_doi_is_malformed_and_not_asked_for() -> None:
    registry = FakeRegistry({})
    found = checked(reference(DOI="10.5555-abc", title=""), registry=registry)
    assert (only(found).rule, found.asked) == ("doi-malformed", ())
    assert registry.asked == []


def test_a_doi_nobody_knows_is_not_found() -> None:
    found = checked(reference(title=""))
    assert (found.status, only(found).rule) == ("error", "doi-not-found")
    assert only(found).suggestion is None


def test_no_answer_is_unchecked_whatever_else_is_known() -> None:
    down = Unavailable("Crossref did not answer: connection refused")
    found = checked(reference(), registry=FakeRegistry({}, down=down))
    assert (found.status, found.findings, found.asked) == ("unchecked", (), ())
    assert found.unavailable == "Crossref did not answer: connection refused"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"title": "Ex vivo expansion of killer cells: a phase III study"}, "title-differs"),
        ({"title": "Quite another title altogether"}, "title-differs"),
        ({"author": (Name("Lee", "A. B."), Name("Müller", "K."))}, "author-differs"),
        ({"issued": Date(2020)}, "year-differs"),
        ({"container_title": "Mouse Rep"}, "journal-differs"),
        ({"volume": "21"}, "volume-differs"),
        ({"issue": "4"}, "issue-differs"),
        ({"page": "154-152"}, "page-differs"),
    ],
)
def test_one_wrong_field_is_named_and_nothing_else(changes: dict[str, object], rule: str) -> None:
    found = checked(reference(**changes), record())
    assert [finding.rule for finding in found.findings] == [rule]


def test_another_work_is_one_finding_and_not_eight() -> None:
    found = checked(reference(DOI=OTHER.DOI, title="An unheard-of study of cells"), OTHER)
    assert only(found).rule == "doi-other-work"
    assert "Marrow transplants in mice" in only(found).message


def test_a_sequel_by_the_same_authors_is_another_work() -> None:
    sequel = record(
        title=("Ex Vivo Expansion of Killer Cells: A Phase III Study",),
        volume="14",
        issue="9",
        page=("901-915",),
        issued=(Date(2021),),
    )
    assert only(checked(reference(), sequel)).rule == "doi-other-work"


def test_the_right_doi_one_slip_away_is_suggested() -> None:
    printed = reference(DOI="10.5555/abc.2091.145")
    registry = FakeRegistry({record().DOI: record()})
    assert only(checked(printed, registry=registry)).suggestion == record().DOI
    assert [question for question, _ in registry.asked] == ["look_up", "known"]


def test_the_right_doi_far_away_is_found_by_search() -> None:
    found = only(checked(reference(DOI="10.9999/gone"), record()))
    assert (found.rule, found.suggestion) == ("doi-not-found", record().DOI)


def test_the_right_doi_is_suggested_for_that_of_another_work() -> None:
    found = only(checked(reference(DOI=OTHER.DOI), OTHER, record()))
    assert (found.rule, found.suggestion) == ("doi-other-work", record().DOI)


def test_a_neighbour_that_is_another_work_is_not_suggested() -> None:
    near = record(DOI="10.5555/abc.2019.154", title=OTHER.title, author=OTHER.author, page=("1",))
    assert only(checked(reference(), near)).suggestion is None


def test_two_records_that_fit_equally_well_suggest_nothing() -> None:
    twins = (record(DOI="10.5555/one"), record(DOI="10.5555/two"))
    assert only(checked(reference(DOI="10.9999/gone"), *twins)).suggestion is None


def test_a_failing_search_leaves_the_verdict_without_suggestion() -> None:
    class NoSearch(FakeRegistry):
        def search(self, *_: object) -> list[Record]:
            raise Unavailable("Crossref did not answer")

    found = checked(reference(), registry=NoSearch({}))
    assert (only(found).rule, found.status) == ("doi-not-found", "error")


def test_of_two_readings_of_a_broken_doi_the_registered_one_counts() -> None:
    mended = reference(DOI="10.5555/abc.2019.145and", extra={"printed:DOI": "10.5555/abc.2019.145"})
    assert checked(mended, record()).findings == ()
    assert only(checked(mended, OTHER)).rule == "doi-not-found"


def test_a_missing_doi_that_is_found_is_suggested() -> None:
    found = checked(reference(DOI=""), record())
    assert (found.status, only(found).rule) == ("warning", "doi-missing")
    assert only(found).suggestion == record().DOI


def test_an_article_nothing_resembles_is_not_found() -> None:
    found = checked(reference(DOI=""), OTHER)
    assert (found.status, only(found).rule, only(found).severity) == (
        "unconfirmed",
        "not-found",
        "warning",
    )
    assert found.asked == ("crossref",)


@pytest.mark.parametrize(
    "kind", ["book", "report", "webpage", "personal_communication", "dataset", "thesis", "software"]
)
def test_a_work_that_may_be_registered_nowhere_is_unconfirmed_with_a_note(kind: str) -> None:
    found = checked(reference(DOI="", type=kind), OTHER)
    assert (found.status, only(found).rule, only(found).severity) == (
        "unconfirmed",
        "not-found",
        "note",
    )


def test_a_missing_doi_that_could_not_be_searched_is_unchecked() -> None:
    down = FakeRegistry({}, down=Unavailable("no answer"))
    assert checked(reference(DOI=""), registry=down).status == "unchecked"


def test_the_second_reference_with_a_doi_is_a_duplicate() -> None:
    first, second = check(
        [reference(id="one"), reference(id="two", DOI="https://doi.org/10.5555/ABC.2019.145")],
        FakeRegistry({record().DOI: record()}),
    )
    assert first.findings == ()
    assert (only(second).rule, "one" in only(second).message) == ("doi-duplicate", True)


def test_the_same_doi_in_another_file_is_a_note_that_names_the_file() -> None:
    ours, theirs, again = (
        reference(id=id_, source=Source(file=file))
        for id_, file in (("one", "a.bib"), ("two", "b.bib"), ("three", "b.bib"))
    )
    first, second, third = check([ours, theirs, again], FakeRegistry({record().DOI: record()}))
    assert first.status == second.status == "ok"
    assert (only(second).severity, only(second).message) == (
        "note",
        "one of a.bib has the same DOI",
    )
    assert (only(third).severity, only(third).message) == ("warning", "two has the same DOI")


def test_two_references_without_doi_are_no_duplicates() -> None:
    both = check([reference(DOI="", type="webpage")] * 2, FakeRegistry({}))
    assert [only(found).rule for found in both] == ["not-found", "not-found"]


@pytest.mark.parametrize(
    ("kind", "status"),
    [("retracted", "error"), ("withdrawn", "error"), ("concern", "warning"), ("corrected", "ok")],
)
def test_a_notice_is_reported_with_its_doi_and_day(kind: str, status: str) -> None:
    notice = Notice(kind, "10.5555/notice", Date(2021, 5, 6), "retraction-watch")  # type: ignore[arg-type]  # from the table above
    found = checked(reference(), record(notices=(notice,)))
    assert (found.status, only(found).rule) == (status, kind)
    assert "10.5555/notice of 2021-05-06 (Retraction Watch)" in only(found).message


def test_a_published_preprint_is_a_note_with_the_article_as_suggestion() -> None:
    found = only(checked(reference(), record(published_as=("10.5555/final",))))
    assert (found.rule, found.severity, found.suggestion) == (
        "preprint-published",
        "note",
        "10.5555/final",
    )


def test_a_record_of_datacite_is_compared_and_said_to_be_elsewhere() -> None:
    found = checked(reference(volume="99"), record(agency="DataCite"))
    assert [finding.rule for finding in found.findings] == [
        "volume-differs",
        "registered-elsewhere",
    ]


def test_a_doi_that_is_only_known_to_exist_confirms_nothing() -> None:
    found = checked(reference(), Record(DOI=record().DOI, agency="mEDRA"))
    assert (found.status, found.asked) == ("unconfirmed", ("crossref", "doi.org"))
    assert [one.rule for one in found.findings] == ["registered-elsewhere", "not-found"]
    assert {one.severity for one in found.findings} == {"note"}


def test_what_the_print_says_and_no_field_holds_is_a_warning() -> None:
    source = Source(text="Lee A (2019) 2; Title", unparsed=((13, 15),))
    found = checked(reference(source=source), record())
    assert (only(found).rule, only(found).printed) == ("unparsed", "2;")


def test_progress_ends_with_all_questions_answered() -> None:
    told: list[tuple[int, int]] = []
    answers: dict[str, Answer] = {record().DOI: record()}
    references = [reference(), reference(DOI="", type="webpage"), reference(DOI="10.5555/gone")]
    check(references, FakeRegistry(answers), lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1]


def test_a_crossref_record_without_metadata_confirms_nothing() -> None:
    found = checked(reference(), Record(DOI=record().DOI))
    assert found.status == "unconfirmed"
    assert [one.rule for one in found.findings] == ["registered-elsewhere", "not-found"]


@pytest.mark.parametrize(
    "doi", ["10.1016/j.clcc.2022.07.009", "10.5555/ab", "10.5555/" + "a1" * 400]
)
def test_neighbours_are_few_new_and_well_formed(doi: str) -> None:
    found = list(neighbours(doi))
    assert 0 < len(found) <= NEIGHBOURS
    assert len(set(found)) == len(found)
    assert all(is_doi(near) for near in found)
    assert doi not in found


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("10.1016/j.clcc.2022.07.009", "10.1016/j.cllc.2022.07.009"),
        ("10.1093/brain/awz012/full", "10.1093/brain/awz012"),
        ("10.1093/brain/awz012.pdf", "10.1093/brain/awz012"),
        ("10.1038/s41598-025-08O00-7", "10.1038/s41598-025-08000-7"),
        ("10.1038/s41958-025-08000-7", "10.1038/s41598-025-08000-7"),
    ],
)
def test_the_usual_slips_have_the_right_doi_among_their_neighbours(wrong: str, right: str) -> None:
    assert right in list(neighbours(wrong))
