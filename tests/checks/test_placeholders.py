"""What a template leaves in a reference, seen without asking anybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from cikrefs.checks import check
from cikrefs.checks.placeholders import findings
from cikrefs.models import Date, Name
from tests.checks.build import record, reference
from tests.registry.fake import FakeRegistry

TODAY = dt.date(2026, 11, 24)

LEFT = [
    ({"author": (Name("Lastname", "Firstname"),)}, "author"),
    ({"author": (Name("Lee", "A."), Name("Doe", "John"))}, "author"),
    ({"author": (Name("Doe", "Jane"),)}, "author"),
    ({"author": (Name("Author", "A."),)}, "author"),
    ({"author": (Name(literal="Author Name"),)}, "author"),
    ({"title": "Title of the paper"}, "title"),
    ({"title": "Untitled"}, "title"),
    ({"DOI": "10.XXXX/abc"}, "DOI"),
    ({"DOI": "10.1016/j.xxx.2022.xxxxx"}, "DOI"),
    ({"DOI": "10.1234/example"}, "DOI"),
    ({"note": "arXiv:2305.XXXX"}, "note"),
    ({"URL": "https://arxiv.org/abs/2305.xxxxx"}, "URL"),
    ({"container_title": "arXiv preprint arXiv:XXXX.XXXXX"}, "container_title"),
    ({"volume": "XXX"}, "volume"),
    ({"page": "???"}, "page"),
    ({"issued": Date(2028)}, "issued"),
]

FINE = [
    {},
    {"issued": Date(2027)},
    {"author": (Name("Doe", "J."), Name("Firth", "A."), Name("Last", "B."))},
    {"title": "What is in a title? A study of titles"},
    {"DOI": "10.1016/j.clcc.2022.07.009"},
    {"DOI": "10.1000/xxyx"},
    {"volume": "XXX", "issued": Date(1912)} | {"volume": "XXIX"},
    {"note": "arXiv:2305.01234"},
]


@pytest.mark.parametrize(("changes", "field"), LEFT)
def test_what_nobody_has_filled_in_is_named(changes: dict[str, Any], field: str) -> None:
    found = list(findings(reference(**changes), TODAY))
    assert [(one.rule, one.severity, one.field) for one in found] == [
        ("placeholder", "error", field)
    ]


@pytest.mark.parametrize("changes", FINE)
def test_what_may_well_be_meant_is_left_alone(changes: dict[str, Any]) -> None:
    assert list(findings(reference(**changes), TODAY)) == []


def test_a_placeholder_is_an_error_though_nobody_answers() -> None:
    (found,) = check([reference(author=(Name("Lastname", "Firstname"),), DOI="")], FakeRegistry({}))
    assert found.status == "error"


def test_what_a_record_confirms_is_no_placeholder() -> None:
    people = (Name("Doe", "John"),)
    held = FakeRegistry({record().DOI: record(author=people)})
    (found,) = check([reference(author=people)], held)
    assert (found.status, found.findings) == ("ok", ())
