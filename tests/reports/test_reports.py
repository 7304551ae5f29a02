"""Reports: the same checks for people and for programs."""

from __future__ import annotations

import json

import pytest

from cikrefs import __version__
from cikrefs.models import Check, Finding, Record, Reference, Source
from cikrefs.reports import REPORTS, text_report

REFERENCE = Reference(
    id="zhou2022",
    title="A phase IB trial",
    DOI="10.1016/j.clcc.2022.07.009",
    source=Source(file="references.bib", line=210, label="14", positions={"DOI": (219, 10)}),
)
DEAD = Finding(
    rule="doi-not-found",
    severity="error",
    field="DOI",
    printed="10.1016/j.clcc.2022.07.009",
    suggestion="10.1016/j.cllc.2022.07.009",
    message="not registered",
)
OTHER_FIELD = Finding(
    rule="journal-differs", severity="warning", field="container_title", message="m"
)
CHECKS = [
    Check(reference=REFERENCE, asked="crossref", findings=(DEAD,)),
    Check(reference=Reference(id="a", DOI="10.5555/a"), unavailable="no answer"),
    Check(
        reference=Reference(id="b", DOI="10.5555/b"),
        record=Record(DOI="10.5555/b"),
        asked="crossref",
        findings=(OTHER_FIELD,),
    ),
    Check(reference=Reference(id="c"), asked="crossref", record=Record(DOI="10.5555/c")),
]


def test_json_has_the_documented_keys_and_values() -> None:
    report = json.loads(REPORTS["json"](CHECKS))
    assert report["version"] == 1
    assert report["tool"] == f"cikrefs {__version__}"
    assert report["summary"] == {
        "references": 4,
        "ok": 1,
        "warning": 1,
        "error": 1,
        "unchecked": 1,
    }
    assert report["references"][0] == {
        "id": "zhou2022",
        "label": "14",
        "file": "references.bib",
        "line": 210,
        "doi": "10.1016/j.clcc.2022.07.009",
        "status": "error",
        "agency": None,
        "asked": "crossref",
        "unavailable": None,
        "findings": [
            {
                "rule": "doi-not-found",
                "severity": "error",
                "field": "DOI",
                "printed": "10.1016/j.clcc.2022.07.009",
                "registered": None,
                "suggestion": "10.1016/j.cllc.2022.07.009",
                "message": "not registered",
                "line": 219,
                "column": 10,
            }
        ],
    }


def test_json_names_fields_as_csl_does() -> None:
    findings = json.loads(REPORTS["json"](CHECKS))["references"][2]["findings"]
    assert findings[0]["field"] == "container-title"


def test_json_says_why_a_reference_is_unchecked() -> None:
    reference = json.loads(REPORTS["json"](CHECKS))["references"][1]
    assert (reference["status"], reference["unavailable"]) == ("unchecked", "no answer")
    assert reference["asked"] is None


def test_text_names_place_rule_and_message_of_each_finding_and_counts_the_rest() -> None:
    assert REPORTS["text"](CHECKS) == (
        "[14] zhou2022  A phase IB trial\n"
        "  error      doi-not-found  references.bib:219:10\n"
        "             not registered\n"
        "\n"
        "a\n"
        "  unchecked  no answer\n"
        "\n"
        "b\n"
        "  warning    journal-differs\n"
        "             m\n"
        "\n"
        "4 references: 1 ok, 1 with warnings, 1 with errors, 1 unchecked\n"
    )


def test_text_of_a_clean_list_is_one_line() -> None:
    assert REPORTS["text"](CHECKS[3:]) == "1 reference: 1 ok\n"


def test_text_shows_no_control_characters_of_what_it_quotes() -> None:
    hostile = Finding(rule="title-differs", severity="error", message="a\x1b[31m\r\nb\u202e")
    report = REPORTS["text"]([Check(reference=Reference(id="x\x07"), findings=(hostile,))])
    assert "a[31m b\n" in report
    assert not {"\x1b", "\r", "\x07", "\u202e"} & set(report)


def test_the_text_reports_colours_are_the_callers() -> None:
    report = text_report.render(CHECKS[:1], lambda text, what: f"<{what}>{text}</>")
    assert "<error>error    </>" in report
    assert "<faint>A phase IB trial</>" in report


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_every_report_of_nothing_is_still_a_report(report: object) -> None:
    assert callable(report)
    assert report([]).endswith("\n")
