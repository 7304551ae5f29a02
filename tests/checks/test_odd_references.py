"""Odd references and odd records: each gets the status it deserves, and none breaks the check."""

from __future__ import annotations

from typing import Any

import pytest

from cikrefs.checks import check
from cikrefs.checks.authors import compare, same_person
from cikrefs.models import OTHERS, Date, Name, Record, Reference
from tests.checks.build import record, reference
from tests.registry.fake import FakeRegistry


def verdict(printed: Reference, held: Record) -> tuple[str, list[str]]:
    """Return the status of a check, and its findings as "rule severity"."""
    found = check([printed], FakeRegistry({held.DOI: held}))[0]
    return found.status, [f"{finding.rule} {finding.severity}" for finding in found.findings]


NO_LOCATORS = {"volume": "", "issue": "", "page": ""}


@pytest.mark.parametrize(
    ("printed", "registered", "changes", "status", "findings"),
    [
        ("Sepsis", "Sepsis", {}, "ok", []),
        ("Sepsis", "Sepsis", NO_LOCATORS, "ok", []),
        ("Sepsis", "Sepsis", {"page": "999"}, "error", ["page-differs error"]),
        ("Sepsis", "Sepsis", {"issued": Date(2001)}, "error", ["year-differs error"]),
        ("Sepsis", "Editorial", {}, "error", ["title-differs error"]),
        ("Sepsis", "Editorial", NO_LOCATORS, "error", ["doi-other-work error"]),
        ("Sepsis", "Sepsis in adults", {}, "error", ["title-differs error"]),
        ("Sepsis", "Sepsis in adults", {"page": "999"}, "error", ["doi-other-work error"]),
        ("Sepsis", "Sepsis", {"DOI": ""}, "warning", ["doi-missing warning"]),
        ("Sepsis", "Sepsis", {"DOI": "", "page": "999"}, "unconfirmed", ["not-found warning"]),
        ("Sepsis", "Sepsis", {"DOI": "", "author": ()}, "warning", ["doi-missing warning"]),
        (
            "Sepsis",
            "Sepsis",
            {"DOI": "", "author": (), **NO_LOCATORS},
            "unconfirmed",
            ["not-found warning"],
        ),
    ],
)
def test_a_title_of_one_word_says_little_by_itself(
    printed: str, registered: str, changes: dict[str, Any], status: str, findings: list[str]
) -> None:
    found = verdict(reference(**{"title": printed, **changes}), record(title=(registered,)))
    assert found == (status, findings)


PEOPLE = tuple(
    Name(f"F{a}{b}", "G.") for a in "abcdefghijklmnopqrstuvwxy" for b in "abcdefghijklmnopqrst"
)
ZUSE = Name("Zuse", "K.")


@pytest.mark.parametrize(
    ("printed", "status", "says"),
    [
        (PEOPLE, "ok", ""),
        ((*PEOPLE[:6], OTHERS), "ok", ""),
        ((*PEOPLE[:6], OTHERS, PEOPLE[-1]), "ok", ""),
        (PEOPLE[:-1], "error", "499 authors are printed, 500 registered; not printed: Fyt, G."),
        ((*PEOPLE, ZUSE), "error", "501 authors are printed, 500 registered; not registered: Zuse"),
        ((*PEOPLE[1:], PEOPLE[0]), "error", "the order of the authors differs"),
        ((*PEOPLE[:-1], ZUSE), "error", "another name is registered"),
        ((*PEOPLE[:6], OTHERS, ZUSE), "error", "another name is registered"),
    ],
)
def test_five_hundred_authors_are_compared_as_three_are(
    printed: tuple[Name, ...], status: str, says: str
) -> None:
    held = record(author=PEOPLE)
    found = check([reference(author=printed)], FakeRegistry({held.DOI: held}))[0]
    assert found.status == status
    assert says in "".join(finding.message for finding in found.findings)


@pytest.mark.parametrize(
    ("missing", "with_doi", "without"),
    [
        ({"title": ()}, "ok", "unconfirmed"),
        ({"author": ()}, "ok", "warning"),
        ({"title": (), "author": ()}, "ok", "unconfirmed"),
        (
            {"title": (), "author": (), "container_title": (), "issued": ()},
            "ok",
            "unconfirmed",
        ),
        (
            {"title": (), "author": (), "container_title": (), "page": (), "volume": ""},
            "unconfirmed",
            "unconfirmed",
        ),
    ],
)
def test_a_record_that_lacks_title_or_authors_confirms_by_what_it_has(
    missing: dict[str, Any], with_doi: str, without: str
) -> None:
    held = record(**missing)
    assert verdict(reference(), held)[0] == with_doi
    assert verdict(reference(DOI=""), held)[0] == without


@pytest.mark.parametrize(
    ("printed", "registered", "status", "findings"),
    [
        (("Yang", "Yang"), ("Yang", "Yang"), "ok", []),
        (("Yang", "Y."), ("Yang", "Yang"), "ok", []),
        (("Yang", "Yang"), ("Yang", "Y."), "ok", []),
        (("Yang", "L."), ("Yang", "Yang"), "error", ["author-differs error"]),
        (("Li", "L. E."), ("Li", "Li Erran"), "ok", []),
        (("Li", "W."), ("Li", "Li Erran"), "error", ["author-differs error"]),
    ],
)
def test_somebody_whose_given_and_family_name_are_the_same_is_compared_as_anybody(
    printed: tuple[str, str], registered: tuple[str, str], status: str, findings: list[str]
) -> None:
    held = record(author=(Name(*registered), ZUSE))
    assert verdict(reference(author=(Name(*printed), ZUSE)), held) == (status, findings)


def test_of_five_hundred_authors_each_is_held_against_few(monkeypatch: pytest.MonkeyPatch) -> None:
    held: list[Name] = []

    def counted(one: Name, other: Name) -> bool:
        held.append(one)
        return same_person(one, other)

    monkeypatch.setattr("cikrefs.checks.authors.same_person", counted)
    strangers = tuple(Name(f"S{name.family}", "G.") for name in PEOPLE)
    for printed in ((*PEOPLE[1:], PEOPLE[0]), PEOPLE[1:], strangers[1:]):
        compare(printed, PEOPLE)
    assert len(held) < 5 * len(PEOPLE)
