"""Other programs find in our files what the references say, field by field."""

from __future__ import annotations

import pybtex.database
import pytest
import rispy
from bibtexparser.entrypoint import parse_string

from cikrefs.models import Name, Reference
from tests.strangers.deviations import lost
from tests.strangers.records import ALL, BIB, READERS, RIS, records
from tests.strangers.samples import REPORT, SAMPLES
from tests.strangers.values import missing, told, words

EACH = [pytest.param(name, marks=[pytest.mark.slow] if name == "biber" else []) for name in READERS]


@pytest.mark.parametrize("reader", EACH)
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.type)
def test_every_field_of_each_type_of_work_is_found(sample: Reference, reader: str) -> None:
    assert missing(sample, records(reader)[sample.id]) == lost(reader, sample)


@pytest.mark.parametrize("reader", EACH)
def test_every_field_of_the_reports_references_is_found(reader: str) -> None:
    known = records(reader)
    assert {one.id: missing(one, known[one.id]) for one in REPORT} == {
        one.id: lost(reader, one) for one in REPORT
    }


@pytest.mark.parametrize("reader", EACH)
def test_every_record_is_found_once_and_in_order(reader: str) -> None:
    assert list(records(reader)) == [one.id for one in ALL]


def _as_printed(name: Name) -> str:
    return name.literal or ", ".join(part for part in (name.family, name.given) if part)


def test_rispy_finds_the_authors_in_order_and_whole() -> None:
    found = {record["id"]: record.get("authors", []) for record in rispy.loads(RIS)}
    for one in REPORT:
        assert found[one.id] == [_as_printed(name) for name in one.author]


def test_bibtexparser_finds_the_authors_in_order_and_whole() -> None:
    found = parse_string(BIB).entries_dict
    for one in REPORT:
        assert found[one.id]["author"].split(" and ") == [_as_printed(name) for name in one.author]


def test_pybtex_finds_the_authors_in_order_with_family_and_given_names_apart() -> None:
    found = pybtex.database.parse_string(BIB, "bibtex").entries
    for one in REPORT:
        names = [
            (
                " ".join(name.prelast_names + name.last_names),
                " ".join(name.first_names + name.middle_names),
            )
            for name in found[one.id].persons["author"]
        ]
        assert names == [(name.family, name.given) for name in one.author]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.type)
def test_no_value_of_a_sample_stands_within_another_where_a_loss_would_not_show(
    sample: Reference,
) -> None:
    values = told(sample)
    for name, said in values.items():
        others = [
            words(one) for other in values if other != name for s in values[other] for one in s
        ]
        for spellings in said:
            assert not any(words(one) in others for one in spellings), spellings
