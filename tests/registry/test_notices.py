"""Which way a notice points: the paper is retracted, its notice is not."""

from __future__ import annotations

import pytest

from cikrefs.models import Date, Notice, NoticeKind
from cikrefs.registry.notices import notices

PAPER, NOTICE, OTHER = "10.1016/paper", "10.1016/notice", "10.1016/other"
WATCH = "retraction-watch"


def update(doi: str, kind: str = "retraction", source: str = "publisher") -> dict[str, object]:
    updated = {"date-parts": [[2020, 6, 5]], "timestamp": 1591315200000}
    return {"DOI": doi, "type": kind, "source": source, "label": "…", "updated": updated}


def found(
    title: str,
    by: list[dict[str, object]] | None = None,
    to: list[dict[str, object]] | None = None,
) -> list[tuple[str, str, str]]:
    """Return kind, DOI and source of the notices on a record updated `by` and itself updating."""
    item = {"updated-by": by or [], "update-to": to or []}
    return [(notice.kind, notice.DOI, notice.source) for notice in notices(item, [title])]


def test_of_a_notice_what_is_no_text_is_left_out() -> None:
    (notice,) = notices({"updated-by": [update({"a": 1}, source=["b"])]}, ["A paper"])  # type: ignore[arg-type]  # as deposited
    assert notice == Notice("retracted", "", Date(2020, 6, 5), "")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("retraction", "retracted"),
        ("partial_retraction", "retracted"),
        ("removal", "retracted"),
        ("withdrawal", "withdrawn"),
        ("expression_of_concern", "concern"),
        ("correction", "corrected"),
        ("erratum", "corrected"),
        ("corrigendum", "corrected"),
        ("addendum", "corrected"),
        ("Expression of concern", "concern"),
    ],
)
def test_an_update_is_a_notice(kind: str, said: NoticeKind) -> None:
    (notice,) = notices({"updated-by": [update(NOTICE, kind)]}, ["A paper"])
    assert notice == Notice(said, NOTICE, Date(2020, 6, 5), "publisher")


@pytest.mark.parametrize("kind", ["new_version", "new_edition", "something_new", None])
def test_a_new_version_is_no_notice(kind: str) -> None:
    assert found("A paper", by=[update(PAPER, kind)], to=[update(PAPER, kind)]) == []


@pytest.mark.parametrize("nothing", [None, [], {}, "x", [None]])
def test_no_update_is_no_notice(nothing: object) -> None:
    assert notices({"updated-by": nothing, "update-to": nothing}, ["A paper"]) == ()


def test_a_notice_is_not_about_itself() -> None:
    assert found("Correction: A paper", to=[update(PAPER, "correction")]) == []
    assert found("Retraction: A paper", to=[update(PAPER)]) == []


def test_a_paper_that_says_of_itself_that_it_is_retracted_is() -> None:
    assert found("A paper", by=[update(PAPER)], to=[update(PAPER)]) == [
        ("retracted", PAPER, "publisher")
    ]


def test_the_same_notice_from_two_sources_is_one() -> None:
    by = [update(NOTICE), update(NOTICE, source=WATCH)]
    assert found("A paper", by=by) == [("retracted", NOTICE, WATCH)]


def test_two_notices_of_one_kind_are_two() -> None:
    by = [update(NOTICE, "erratum"), update(OTHER, "correction")]
    assert [doi for _, doi, _ in found("A paper", by=by)] == [NOTICE, OTHER]


@pytest.mark.parametrize(
    "title",
    [
        "Retraction notice to “A paper” [J. Pap. 1 (2020) 2]",
        "Retraction—A paper",
        "Retraction: A paper",
        "Retraction Note to: A paper",
        "WITHDRAWAL NOTICE TO A PAPER",
    ],
)
def test_a_notice_with_both_directions_is_not_retracted(title: str) -> None:
    assert found(title, by=[update(PAPER)], to=[update(PAPER)]) == []


def test_a_notice_with_both_directions_may_still_be_corrected() -> None:
    by = [update(PAPER), update(OTHER, "erratum")]
    assert found("Retraction notice to A paper", by=by, to=[update(PAPER)]) == [
        ("corrected", OTHER, "publisher")
    ]


def test_a_paper_with_both_directions_is_retracted() -> None:
    assert found("RETRACTED: A paper", by=[update(NOTICE)], to=[update(NOTICE)]) == [
        ("retracted", NOTICE, "publisher")
    ]


def test_retraction_watch_tells_the_notice_from_the_paper() -> None:
    title = "A title that says nothing"
    assert found(title, by=[update(PAPER)], to=[update(PAPER, source=WATCH)]) == []
    assert found(title, by=[update(NOTICE, source=WATCH)], to=[update(NOTICE)]) == [
        ("retracted", NOTICE, WATCH)
    ]


def test_where_retraction_watch_names_the_notice_what_points_both_ways_is_none() -> None:
    by = [update(NOTICE, source=WATCH), update(OTHER), update(OTHER, "erratum")]
    assert found("RETRACTED: A paper", by=by, to=[update(OTHER), update(NOTICE)]) == [
        ("retracted", NOTICE, WATCH),
        ("corrected", OTHER, "publisher"),
    ]


def test_an_article_about_retraction_is_no_notice() -> None:
    title = "Retraction of neuronal processes in mice"
    assert found(title, by=[update(NOTICE)]) == [("retracted", NOTICE, "publisher")]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("RETRACTED: A paper", "retracted"),
        ("Retracted: A paper", "retracted"),
        ("RETRACTED ARTICLE: A paper", "retracted"),
        ("[RETRACTED] A paper", "retracted"),
        ("[Retracted Article] A paper", "retracted"),
        ("WITHDRAWN: A paper", "withdrawn"),
    ],
)
def test_a_title_alone_can_say_it(title: str, kind: str) -> None:
    assert found(title) == [(kind, "", "")]


def test_a_title_that_speaks_of_the_retracted_says_nothing() -> None:
    assert found("Retracted articles in oncology: a study") == []
    assert found("Withdrawn drugs") == []


def test_a_retracted_paper_with_the_wrong_direction_alone_is_retracted() -> None:
    assert found("RETRACTED: A paper", to=[update(NOTICE)]) == [("retracted", NOTICE, "publisher")]


def test_a_notice_whose_title_repeats_retracted_is_not_retracted() -> None:
    assert found("Retracted: A paper", to=[update(PAPER)]) == []
    assert found("RETRACTED: A paper", to=[update(PAPER, source=WATCH)]) == []
