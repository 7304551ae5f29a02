from __future__ import annotations

import pytest

from cikrefs.checks.match_keys import match_keys
from cikrefs.models import Name, Record, Reference

PRINTED = Reference(
    title="The γ-globulins of mice",
    author=(Name("Müller", "A."), Name("Lee", "B.")),
    volume="12",
    page="E45-67",
)


def test_a_work_has_four_keys() -> None:
    assert match_keys(PRINTED) == {
        "pvt:e45:12:the",
        "pva:e45:12:m",
        "pa:e45:muller",
        "t:thegammaglobulinsofmice",
    }


def test_a_record_has_the_keys_of_each_title_and_page() -> None:
    record = Record(title=("Mice: a study", "Mice"), author=(Name("Lee"),), page=("1-9", "e7"))
    assert match_keys(record) == {"pa:1:lee", "pa:e7:lee", "t:miceastudy", "t:mice"}


@pytest.mark.parametrize(
    "other",
    [
        Reference(volume="12", page="45"),
        Reference(page="45", title=""),
        Reference(author=(Name("Lee"),), volume="12"),
        Reference(),
    ],
)
def test_page_and_volume_alone_are_no_key(other: Reference) -> None:
    assert match_keys(other) == set()


def test_print_and_record_meet_whatever_accents_and_case_they_have() -> None:
    record = Record(
        title=("THE GAMMA GLOBULINS OF MICE",),
        author=(Name("MULLER"),),
        volume="12",
        page=("e45",),
    )
    assert match_keys(record) == match_keys(PRINTED)


def test_a_long_title_counts_by_its_beginning_and_a_group_by_its_name() -> None:
    one = Reference(title="Word " * 20, author=(Name(literal="The Group"),), page="3")
    other = Record(title=("Word " * 12,), author=(Name(literal="The Group"),), page=("3-5",))
    assert match_keys(one) == match_keys(other) == {"pa:3:thegroup", "t:" + "word" * 10}
