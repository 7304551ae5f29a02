"""A plain list of DOIs becomes works, for those who call the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from cikrefs.errors import InputError, Unavailable
from cikrefs.models import Record, Reference, Source
from cikrefs.registry import Answer, OnProgress, Query, listed

WORK = Reference(title="Cells", DOI="10.5555/a")
ANSWERS: dict[str, Answer] = {
    "10.5555/a": Record(DOI="10.5555/a", title=("Cells",), work=WORK),
    "10.5555/old": Record(DOI="10.5555/a", title=("Cells",), work=WORK),
    "10.5555/bare": Record(DOI="10.5555/bare", agency="mEDRA"),
    "10.5555/dead": None,
    "10.5555/away": Unavailable("away"),
    "pmid:1": Record(PMID="1", agency="PubMed", work=Reference(title="Mice", PMID="1")),
    "pmid:2": Record(DOI="10.5555/a", PMID="2", agency="PubMed", work=WORK),
    "pmid:3": None,
    "10.48550/arxiv.2401.00001": Record(DOI="10.48550/arXiv.2401.00001", work=WORK),
    "isbn:9783161484100": None,
}


class _Registry:
    services = ("crossref",)

    def look_up(
        self, dois: Sequence[str], on_progress: OnProgress | None = None
    ) -> dict[str, Answer]:
        if on_progress:
            on_progress(len(dois))
        return {doi: ANSWERS[doi] for doi in dois}

    def known(self, dois: Sequence[str]) -> dict[str, Record]:
        raise AssertionError(dois)

    def search(self, query: Query, rows: int = 5, service: str = "crossref") -> list[Record]:
        raise AssertionError(query, rows, service)


def _list(*dois: str) -> list[Reference]:
    return [
        Reference(type="document", DOI=doi, source=Source(file="d.txt", line=line))
        for line, doi in enumerate(dois, start=1)
    ]


def test_each_doi_becomes_its_work_once_and_keeps_its_place() -> None:
    found = listed.works(_list("10.5555/a", "10.5555/A"), _Registry())
    assert [(one.title, one.source.line) for one in found.references] == [("Cells", 1)]
    assert [str(problem) for problem in found.problems] == [
        "d.txt:2: 10.5555/A stands already on line 1; once will do"
    ]


def test_what_nobody_registered_and_what_nobody_answers_are_kept_apart() -> None:
    found = listed.works(_list("10.5555/dead", "10.5555/away"), _Registry())
    assert found.references == []
    assert [(one.message, one.lost) for one in found.problems] == [
        ("10.5555/dead is not registered; it is left out", True)
    ]
    assert [one.message for one in found.unanswered] == ["10.5555/away is left out: away"]


def test_a_doi_without_metadata_and_another_name_of_one_are_remarked() -> None:
    found = listed.works(_list("10.5555/bare", "10.5555/old"), _Registry())
    assert [one.DOI for one in found.references] == ["10.5555/bare", "10.5555/a"]
    assert [(one.line, one.lost) for one in found.problems] == [(1, False), (2, False)]


def test_one_doi_has_three_answers() -> None:
    assert listed.look_up("https://doi.org/10.5555/A", _Registry()) == ANSWERS["10.5555/a"]
    assert listed.look_up("10.5555/dead", _Registry()) is None
    with pytest.raises(Unavailable, match="away"):
        listed.look_up("10.5555/away", _Registry())
    with pytest.raises(InputError, match="cells is no DOI, PMID, PMCID, arXiv number or ISBN"):
        listed.look_up("cells", _Registry())


def test_identifiers_of_all_kinds_become_works_each_work_once() -> None:
    held = [
        replace(one, type="document", source=Source(line=line))
        for line, one in enumerate(
            (
                Reference(PMID="1"),
                Reference(DOI="10.5555/a"),
                Reference(PMID="2"),
                Reference(PMID="3"),
                Reference(number="arXiv:2401.00001"),
                Reference(ISBN="9783161484100"),
            ),
            start=1,
        )
    ]
    found = listed.works(held, _Registry())
    assert [one.title for one in found.references] == ["Mice", "Cells", "Cells"]
    assert [(one.line, one.message, one.lost) for one in found.problems] == [
        (3, "PMID 2 is 10.5555/a, which stands already on line 2; once will do", False),
        (4, "PubMed has no record of PMID 3; it is left out", True),
        (6, "Open Library has no record of ISBN 9783161484100; it is left out", True),
    ]


def test_references_that_hold_more_than_an_identifier_stay_as_they_are() -> None:
    whole = Reference(title="Zebras", DOI="10.5555/dead")
    found = listed.works([whole, Reference(type="document", PMID="1")], _Registry())
    assert [one.title for one in found.references] == ["Zebras", "Mice"]


def test_what_cannot_be_an_identifier_says_why() -> None:
    with pytest.raises(InputError, match="is no ISBN: its check digit is wrong"):
        listed.look_up("ISBN 978-3-16-148410-1", _Registry())
