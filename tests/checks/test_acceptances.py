"""Accepted findings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from cikrefs.checks.accept import apply
from cikrefs.config import Acceptance, load
from cikrefs.errors import InputError
from cikrefs.models import Check, Finding, Record, Reference

TODAY = dt.date(2026, 11, 22)
FINDING = Finding(rule="author-differs", severity="error", message="author: …")
CHECK = Check(
    reference=Reference(id="lee2019"),
    record=Record(DOI="10.5555/a", title=("Cells",)),
    findings=(FINDING,),
)
ACCEPTED = Acceptance("lee2019", "author-differs", "the registry misspells Lee")


def test_an_accepted_finding_becomes_a_note_that_gives_the_reason() -> None:
    (check,), stale = apply([CHECK], [ACCEPTED], TODAY)
    (finding,) = check.findings
    assert (check.status, finding.severity, stale) == ("ok", "note", [])
    assert finding.accepted == "the registry misspells Lee"
    assert "(accepted: the registry misspells Lee)" in finding.message


@pytest.mark.parametrize(
    "other",
    [
        Acceptance("lee2019", "title-differs", "r"),
        Acceptance("lee2020", "author-differs", "r"),
        Acceptance("lee2019", "author-differs", "r", until=dt.date(2026, 11, 21)),
    ],
)
def test_another_rule_reference_or_time_accepts_nothing_and_is_stale(other: Acceptance) -> None:
    (check,), stale = apply([CHECK], [other], TODAY)
    assert (check, len(stale)) == (CHECK, 1)


def test_an_acceptance_holds_on_its_last_day() -> None:
    last = Acceptance("lee2019", "author-differs", "r", until=TODAY)
    (check,), stale = apply([CHECK], [last], TODAY)
    assert (check.status, stale) == ("ok", [])


def test_what_could_not_be_checked_makes_no_acceptance_stale() -> None:
    unchecked = Check(reference=CHECK.reference, unavailable="down")
    assert apply([unchecked], [ACCEPTED], TODAY) == ([unchecked], [])


def test_an_accepted_not_found_keeps_the_status_and_says_that_it_is_accepted() -> None:
    missing = Finding(rule="not-found", severity="note", message="nobody holds it")
    unconfirmed = Check(reference=CHECK.reference, findings=(missing,))
    (check,), stale = apply([unconfirmed], [Acceptance("lee2019", "not-found", "a book")], TODAY)
    assert (check.status, check.accepted, stale) == ("unconfirmed", True, [])
    assert (unconfirmed.accepted, check.findings[0].accepted) == (False, "a book")


def test_settings_come_from_cikrefs_toml(tmp_path: Path) -> None:
    (tmp_path / "cikrefs.toml").write_text(
        'mailto = "a@example.org"\nfail-on = "warning"\ntimeout = 30\n'
        '[[accept]]\nid = "lee2019"\nrule = "author-differs"\nreason = "known"\n'
        "until = 2027-01-31\n",
        encoding="utf-8",
    )
    config = load(tmp_path)
    assert config.settings == {"mailto": "a@example.org", "fail_on": "warning", "timeout": 30}
    assert config.accept == (
        Acceptance("lee2019", "author-differs", "known", dt.date(2027, 1, 31)),
    )


def test_settings_come_from_pyproject_toml_where_there_is_no_file_of_our_own(
    tmp_path: Path,
) -> None:
    pyproject = tmp_path / "pyproject.toml"
    pyproject.write_text("[project]\nname = 'x'\n[tool.cikrefs]\ntimeout = 5\n", encoding="utf-8")
    assert load(tmp_path).settings == {"timeout": 5}
    pyproject.write_text("[project]\nname = 'x'\n", encoding="utf-8")
    assert load(tmp_path).file is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mailto = ", "TOML"),
        ("mail = 'x'", "mail is not known; use mailto"),
        ("timeout = 'long'", "timeout must be a float"),
        ("timeout = true", "timeout must be"),
        ("[accept]\nid = 'x'", r"\[\[accept\]\]"),
        ("[[accept]]\nid = 'x'\nrule = 'y'", "number 1 needs reason"),
        ("[[accept]]\nid = 'x'\nrule = 'y'\nreason = ' '", "number 1 needs reason"),
        ("[[accept]]\nid = 'x'\nrule = 'y'\nreason = 'z'\nuntil = 'May'", "must be a date"),
    ],
)
def test_wrong_settings_are_refused_with_the_file(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "cikrefs.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says) as caught:
        load(tmp_path)
    assert "cikrefs.toml" in str(caught.value)
