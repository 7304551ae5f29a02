"""The JUnit report, read by junitparser and held against what Jenkins' schema allows."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest
from junitparser import Failure, JUnitXml, Skipped

from cikrefs.models import Reference, Source
from cikrefs.reports import REPORTS
from tests.reports.samples import DEAD, EACH_KIND, HOSTILE_VALUES, RIGHT, constructed, hostile

ALLOWED: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"skipped", "time", "timestamp", "hostname", "id", "package", "file"},
        {"testcase", "properties", "system-out", "system-err"},
    ),
    "testcase": (
        {"name"},
        {"classname", "time", "group"},
        {"skipped", "error", "failure", "system-out", "system-err"},
    ),
    "failure": (set(), {"message", "type"}, set()),
    "skipped": (set(), {"message", "type"}, set()),
    "system-out": (set(), set(), set()),
}
"""By element what junit-10.xsd of Jenkins' xunit plugin wants, allows, and lets stand inside."""


def assert_allowed(element: Element) -> None:
    wanted, optional, inside = ALLOWED[element.tag]
    assert wanted <= set(element.attrib) <= wanted | optional
    for child in element:
        assert child.tag in inside
        assert_allowed(child)


def test_errors_fail_the_unchecked_is_skipped_and_the_rest_passes_with_its_remarks() -> None:
    suites = [*JUnitXml.fromstring(REPORTS["junit"](EACH_KIND).encode())]
    numbers = [(one.tests, one.failures, one.errors, one.skipped) for one in suites]
    assert numbers == [(4, 0, 0, 1), (1, 1, 0, 0)]
    results = {case.name: (case.result, case.system_out) for suite in suites for case in suite}
    (skipped,) = results["a"][0]
    assert isinstance(skipped, Skipped)
    assert skipped.message == "no answer"
    (failure,) = results["[14] zhou2022"][0]
    assert isinstance(failure, Failure)
    assert (failure.message, failure.type) == ("not registered", "doi-not-found")
    assert failure.text == "references.bib:219:10: error: doi-not-found: not registered"
    assert results["c"] == ([], None)
    assert results["d"] == ([], "note: corrected: the work has a correction")
    assert results["b"][1].startswith("warning: journal-differs: ")


def test_a_test_case_is_classed_by_its_file() -> None:
    suites = JUnitXml.fromstring(REPORTS["junit"](EACH_KIND).encode())
    assert [case.classname for suite in suites for case in suite] == ["references"] * 4 + [
        "references.bib"
    ]


def test_all_errors_of_a_reference_stand_in_one_failure() -> None:
    root = fromstring(REPORTS["junit"](constructed()))  # noqa: S314  # our own XML
    (failure,) = root.findall(".//testcase[@name='sharma2023']/failure")
    assert failure.get("type") == "volume-differs, issue-differs"
    assert failure.text
    assert failure.text.count("\n") == 1
    assert len(root.findall(".//testcase")) == 18


@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_a_hostile_value_leaves_the_document_well_formed_and_its_shape_as_it_was(kind: str) -> None:
    checks = hostile(HOSTILE_VALUES[kind])
    root = fromstring(REPORTS["junit"](checks).encode())  # noqa: S314  # our own XML
    assert_allowed(root)
    assert [child.tag for child in root.iter()] == [
        *("testsuites", "testsuite"),
        *("testcase", "failure", "system-out"),
        *("testcase", "skipped"),
        "testcase",
    ]


def test_each_of_several_files_is_a_suite_with_its_numbers() -> None:
    other = replace(RIGHT, reference=Reference(id="c", source=Source(file="second.bib")))
    suites = JUnitXml.fromstring(REPORTS["junit"]([DEAD, other, other]).encode())
    assert [(one.name, one.tests, one.failures, one.skipped) for one in suites] == [
        ("cikrefs: references.bib", 1, 1, 0),
        ("cikrefs: second.bib", 2, 0, 0),
    ]


def test_no_references_are_one_empty_suite() -> None:
    (suite,) = JUnitXml.fromstring(REPORTS["junit"]([]).encode())
    assert (suite.name, suite.tests, suite.failures) == ("cikrefs", 0, 0)
