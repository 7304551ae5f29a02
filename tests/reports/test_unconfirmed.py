"""What no registry confirms, as each report tells it."""

from __future__ import annotations

import json
import re

import pytest

from cikrefs.reports import REPORTS
from tests.reports.samples import RIGHT, UNCONFIRMED


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_says_who_was_asked_and_what_is_nearest(name: str) -> None:
    told = REPORTS[name]([UNCONFIRMED])
    assert "Crossref was asked and holds no such work" in told
    assert "the nearest is “F”" in told


def test_the_last_line_of_the_text_says_how_to_fail_on_it() -> None:
    assert REPORTS["text"]([RIGHT, UNCONFIRMED]).splitlines()[-1] == (
        "2 references: 1 ok, 1 not confirmed by any registry"
        " (`--fail-on unconfirmed` makes that exit 1)"
    )


def test_the_json_report_counts_it_and_lists_who_answered() -> None:
    report = json.loads(REPORTS["json"]([RIGHT, UNCONFIRMED]))
    assert report["summary"] == {
        "references": 2,
        "ok": 1,
        "warning": 0,
        "error": 0,
        "unconfirmed": 1,
        "unchecked": 0,
    }
    assert [one["status"] for one in report["references"]] == ["ok", "unconfirmed"]
    assert report["references"][1]["asked"] == ["crossref"]


def test_it_is_skipped_in_a_test_report_and_neither_failed_nor_passed() -> None:
    told = REPORTS["junit"]([UNCONFIRMED])
    assert 'failures="0" errors="0" skipped="1"' in told
    assert '<skipped message="not confirmed by any registry" />' in told


def test_the_page_shows_the_status_by_its_name() -> None:
    page = REPORTS["html"]([UNCONFIRMED])
    assert re.search(r'<span class="status unconfirmed">unconfirmed</span>', page)
