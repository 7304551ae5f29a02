"""The lock file: what it holds, what it says has changed, and what happens when it is damaged."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from cikrefs.errors import InputError, Unavailable
from cikrefs.models import Date, Name, Notice, Record
from cikrefs.registry import Query
from cikrefs.registry.lockfile import (
    Locked,
    changes,
    differences,
    dumps,
    loads,
    services_of,
)
from cikrefs.registry.locking import Lock, Recorder
from tests.registry.fake import FakeRegistry, constructed_18

DAY = dt.date(2026, 11, 22)
RECORD = Record(
    DOI="10.5555/ABC",
    type="article-journal",
    title=("Cells: a study", "Cells"),
    author=(Name("Lee", "Anna"), Name("Chapin", "F. S.", "III"), Name(literal="The Group")),
    container_title=("J Cells",),
    volume="7",
    page=("1-9", "e7"),
    issued=(Date(2020), Date(2019, 12, 4)),
    notices=(Notice("corrected", "10.5555/note", Date(2021, 1), "publisher"),),
)


def test_a_lock_file_gives_back_what_was_locked() -> None:
    locked = {"10.5555/abc": Locked(RECORD, DAY), "10.5555/gone": Locked(None, DAY)}
    assert loads(dumps(locked)) == locked


def test_the_constructed_18_survive_the_lock_file() -> None:
    locked = {doi.lower(): Locked(record, DAY) for doi, record in constructed_18().items()}
    assert loads(dumps(locked)) == locked


def test_a_line_is_an_answer_and_lines_are_sorted() -> None:
    locked = {"10.5555/b": Locked(None, DAY), "10.5555/a": Locked(None, DAY)}
    assert dumps(locked, ["pubmed", "crossref"]) == (
        '{"cikrefs-lock": 3, "services": ["crossref", "pubmed"]}\n'
        '{"doi": "10.5555/a", "asked": "2026-11-22", "registered": false}\n'
        '{"doi": "10.5555/b", "asked": "2026-11-22", "registered": false}\n'
    )


def test_locked_answers_are_given_whatever_the_case_and_others_are_no_answer() -> None:
    registry = Lock({"10.5555/abc": Locked(RECORD, DAY)}, "list.lock")
    answers = registry.look_up(["10.5555/aBc", "10.5555/other"])
    assert answers["10.5555/aBc"] == RECORD
    assert str(answers["10.5555/other"]) == "10.5555/other is not in list.lock"
    assert isinstance(answers["10.5555/other"], Unavailable)


def test_an_answer_under_another_name_of_the_work_is_given_back_under_it() -> None:
    (read,) = loads(dumps({"10.5555/old": Locked(RECORD, DAY)})).values()
    assert read.record == replace(RECORD, aliases=("10.5555/old",))


def test_a_value_may_hold_what_some_take_for_the_end_of_a_line() -> None:
    locked = {"10.5555/abc": Locked(replace(RECORD, publisher="A\u2028B\x85C"), DAY)}
    assert loads(dumps(locked)) == locked


@pytest.mark.parametrize(
    "changed",
    [
        '"DOI": "10.5555/another"',
        '"title": [3]',
        '"page": [4]',
        '"author": [[1, 2]]',
        '"author": [7]',
        '"notices": [["nonsense", "", "", ""]]',
        '"notices": [["retracted", 1, "", ""]]',
        '"asked": "9999-01-01"',
        '"asked": "2026-13-01"',
    ],
)
def test_what_no_registry_can_have_answered_is_damage(changed: str) -> None:
    line = f'{{"doi": "10.5555/abc", "DOI": "10.5555/ABC", "asked": "2026-11-22", {changed}}}'
    text = f'{{"cikrefs-lock": 2}}\n{line}\n'
    with pytest.raises(InputError, match="2: is damaged"):
        loads(text, today=DAY)


def test_a_day_that_has_begun_somewhere_is_no_damage() -> None:
    locked = {"10.5555/gone": Locked(None, DAY)}
    assert loads(dumps(locked), today=DAY - dt.timedelta(days=1)) == locked


LATER = dt.date(2026, 12, 1)


def test_what_is_kept_is_not_asked_again_and_only_answers_are_recorded() -> None:
    lost = Unavailable("down")
    registry = FakeRegistry({"10.5555/lost": lost})
    recorder = Recorder(registry, {"10.5555/abc": Locked(RECORD, DAY)}, LATER)
    answers = recorder.look_up(["10.5555/ABC", "10.5555/new", "10.5555/lost"])
    assert answers == {"10.5555/ABC": RECORD, "10.5555/new": None, "10.5555/lost": lost}
    assert registry.asked == [("look_up", ("10.5555/new", "10.5555/lost"))]
    assert recorder.locked == {
        "10.5555/abc": Locked(RECORD, DAY),
        "10.5555/new": Locked(None, LATER),
    }
    assert recorder.failed == {"10.5555/lost": lost}


def test_a_search_is_recorded_with_all_it_found_and_answered_again_from_the_lock() -> None:
    recorder = Recorder(FakeRegistry({RECORD.DOI: RECORD}), {}, DAY)
    assert recorder.search(Query(title="cells")) == [RECORD]
    assert recorder.search(Query(title="zebras")) == []
    locked = loads(dumps(recorder.locked))
    assert locked == recorder.locked
    again = Lock(locked, "list.lock")
    assert (again.search(Query(title="cells")), again.search(Query(title="zebras"))) == (
        [RECORD],
        [],
    )
    with pytest.raises(
        Unavailable, match=r"list\.lock does not hold the search at Crossref for “mice”"
    ):
        again.search(Query(title="mice"))


def test_a_search_that_is_kept_is_not_made_again_and_one_without_answer_is_no_answer() -> None:
    kept = {"search: cells": Locked(None, DAY, (RECORD,))}
    recorder = Recorder(FakeRegistry({}, down=Unavailable("down")), kept, LATER)
    assert recorder.search(Query(title="cells")) == [RECORD]
    with pytest.raises(Unavailable):
        recorder.search(Query(title="mice"))
    assert (recorder.locked, list(recorder.failed)) == (kept, ["search: mice"])


def test_a_guess_that_is_registered_is_recorded_and_one_that_is_not_is_nothing() -> None:
    recorder = Recorder(FakeRegistry({RECORD.DOI: RECORD}), {}, DAY)
    assert recorder.known(["10.5555/abc", "10.5555/no"]) == {"10.5555/abc": RECORD}
    assert recorder.locked == {"10.5555/abc": Locked(RECORD, DAY)}
    assert Lock(recorder.locked).known(["10.5555/abc", "10.5555/no"]) == {"10.5555/abc": RECORD}


def test_a_lock_file_of_version_1_is_read() -> None:
    text = '{"cikrefs-lock": 1}\n{"doi": "10.5555/a", "asked": "2026-11-22", "registered": false}\n'
    assert loads(text) == {"10.5555/a": Locked(None, DAY)}


def test_another_answer_to_a_search_is_a_difference_that_names_the_dois() -> None:
    before = {"search: cells": Locked(None, DAY, ())}
    after = {"search: cells": Locked(None, LATER, (RECORD,))}
    assert list(differences(before, after)) == ['! search: cells found: [] → ["10.5555/ABC"]']


def test_a_new_notice_is_a_change_in_words() -> None:
    retracted = replace(RECORD, notices=(*RECORD.notices, Notice("retracted", "10.5555/r")))
    (change,) = changes(RECORD, retracted)
    assert change.startswith("notices: ")
    assert '["retracted", "10.5555/r"' in change


def test_registration_lost_or_gained_is_a_change() -> None:
    assert list(changes(RECORD, None)) == ["is no longer registered"]
    assert list(changes(None, RECORD)) == ["is now registered"]
    assert list(changes(None, None)) == list(changes(RECORD, RECORD)) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("<<<<<<< HEAD", "damaged"),
        ('{"asked": "2026-11-22"}', "damaged"),
        ('{"doi": "10.5555/a", "asked": "yesterday"}', "damaged"),
        ('{"doi": "10.5555/a", "asked": "2026-11-22", "title": "not a list"}', "damaged"),
        ('{"doi": "10.5555/a", "asked": "2026-11-22", "nonsense": 1}', "damaged"),
        ('{"doi": "10.5555/a", "asked": "2026-11-22", "issued": ["soon"]}', "damaged"),
        ("[]", "damaged"),
        ('{"search": "cells", "asked": "2026-11-22"}', "damaged"),
        ('{"search": 7, "asked": "2026-11-22", "found": []}', "damaged"),
        ('{"search": "cells", "asked": "2026-11-22", "found": [], "more": 1}', "damaged"),
        ("[" * 100_000, "damaged"),
        ('{"doi": "10.5555/Gone", "asked": "2026-11-22", "registered": false}', "second time"),
    ],
)
def test_a_damaged_line_is_named(line: str, says: str) -> None:
    text = dumps({"10.5555/gone": Locked(None, DAY)}) + line + "\n"
    with pytest.raises(InputError, match=says) as caught:
        loads(text)
    assert caught.value.problem.line == 3


@pytest.mark.parametrize("text", ["", "{}\n", "not json\n", '{"cikrefs-lock": 3}\n'])
def test_another_file_is_no_lock_file(text: str) -> None:
    with pytest.raises(InputError, match="not a lock file"):
        loads(text)


BOOK = Record(agency="Open Library", ISBN=("9783161484100",), title=("Cells",))
ARTICLE = Record(agency="PubMed", PMID="17", PMCID="PMC18", title=("Cells",))
OF_ALL_KINDS = {
    "isbn:9783161484100": Locked(BOOK, DAY),
    "pmcid:pmc18": Locked(ARTICLE, DAY),
    "pmid:17": Locked(ARTICLE, DAY),
    "pmid:5": Locked(None, DAY),
    "search at pubmed: cells": Locked(None, DAY, (ARTICLE,)),
    "search: cells": Locked(None, DAY, ()),
}


def test_answers_about_identifiers_of_all_kinds_and_searches_anywhere_are_given_back() -> None:
    text = dumps(OF_ALL_KINDS, ("crossref", "pubmed"))
    assert loads(text, DAY) == OF_ALL_KINDS
    assert services_of(text) == ("crossref", "pubmed")
    assert '{"id": "pmid:5", "asked": "2026-11-22", "registered": false}\n' in text
    assert '{"search": "cells", "at": "pubmed", "asked": "2026-11-22", "found": [' in text
    lock = Lock(loads(text, DAY), "list.lock", services_of(text))
    answers = lock.look_up(["pmid:17", "pmcid:PMC18", "pmid:5"])
    assert answers == {"pmid:17": ARTICLE, "pmcid:PMC18": ARTICLE, "pmid:5": None}
    cells = Query(title="cells")
    assert (lock.search(cells, service="pubmed"), lock.search(cells)) == ([ARTICLE], [])
    with pytest.raises(Unavailable, match="does not hold the search at DataCite for"):
        lock.search(cells, service="datacite")


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "pmid:18", "asked": "2026-11-22", "PMID": "17"}',
        '{"id": "isbn:9780306406157", "asked": "2026-11-22", "ISBN": ["9783161484100"]}',
        '{"search": "cells", "at": "nowhere", "asked": "2026-11-22", "found": []}',
    ],
)
def test_an_answer_of_nobody_or_about_another_work_is_damage(line: str) -> None:
    text = f'{{"cikrefs-lock": 3, "services": ["crossref"]}}\n{line}\n'
    with pytest.raises(InputError, match="2: is damaged"):
        loads(text, DAY)


@pytest.mark.parametrize(
    "header",
    ['{"cikrefs-lock": 3}', '{"cikrefs-lock": 4, "services": []}', "[]", "nonsense",
     '{"cikrefs-lock": 3, "services": [], "more": 1}'],
)  # fmt: skip
def test_a_file_of_another_version_is_refused(header: str) -> None:
    with pytest.raises(InputError, match="not a lock file of this version"):
        loads(f"{header}\n", DAY)


def test_whoever_wrote_version_2_asked_crossref_and_a_check_by_it_asks_no_more() -> None:
    text = '{"cikrefs-lock": 2}\n{"search": "cells", "asked": "2026-11-22", "found": []}\n'
    assert loads(text, DAY) == {"search: cells": Locked(None, DAY, ())}
    assert services_of(text) == ("crossref",)


def test_searches_that_are_new_are_made_together_and_each_once() -> None:
    registry = FakeRegistry({RECORD.DOI: RECORD}, others={"pubmed": [ARTICLE]})
    kept = {"search at pubmed: mice": Locked(None, DAY, ())}
    recorder = Recorder(registry, kept, LATER)
    cells, mice = Query(title="cells"), Query(title="mice")
    found = list(recorder.search_all({"crossref": [cells, cells], "pubmed": [mice, cells]}))
    assert found == [
        ("crossref", [RECORD]),
        ("crossref", [RECORD]),
        ("pubmed", []),
        ("pubmed", [ARTICLE]),
    ]
    assert registry.asked == [("search", ("cells",)), ("search pubmed", ("cells",))]
    assert sorted(recorder.locked) == [
        "search at pubmed: cells",
        "search at pubmed: mice",
        "search: cells",
    ]


def test_a_difference_names_hits_without_doi_by_what_they_have() -> None:
    before = {"search at pubmed: cells": Locked(None, DAY, ())}
    after = {"search at pubmed: cells": Locked(None, DAY, (ARTICLE, BOOK))}
    assert list(differences(before, after)) == [
        '! search at pubmed: cells found: [] → ["PMID 17", "ISBN 9783161484100"]'
    ]
