"""The report for build services that show test results: a test case a reference, as JUnit XML.

Of several files each is a test suite, so that each has its numbers. An error fails its test case.
Warnings and notes pass and stand in its output. A reference that nobody answered for is skipped,
not failed: that says "not tested", which is what happened, while JUnit's own "error" turns a build
red for an outage; one that nobody confirms is skipped too. Elements and attributes are those that
Jenkins knows (junit-10.xsd of its xunit plugin), the widest read of the dialects. Jenkins keeps one
failure a test case, so all errors of a reference stand in one.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from cikrefs.models import Check, Finding
from cikrefs.reports.head import NOTHING, Head
from cikrefs.reports.summary import shown, where, who


def render(checks: Sequence[Check], head: Head = NOTHING) -> str:
    """Return the checks as one XML document with a test suite for each file."""
    suites: dict[str, list[Element]] = {}
    for case in map(_case, checks):
        suites.setdefault(case.get("classname", ""), []).append(case)
    root = Element("testsuites")
    for file, cases in (suites or {"": []}).items():
        name = f"cikrefs: {file}" if len(suites) > 1 else "cikrefs"
        suite = SubElement(root, "testsuite", {"name": name, **_numbers(cases)})
        if head.settings:
            properties = SubElement(suite, "properties")
            SubElement(properties, "property", name="settings", value=shown(head.settings))
        suite.extend(cases)
    indent(root)
    xml = tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n'


def _numbers(cases: Sequence[Element]) -> dict[str, str]:
    """Return how many test cases a suite has, and how many of each outcome."""
    counted = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": 0,
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    return {name: str(number) for name, number in counted.items()}


def _case(check: Check) -> Element:
    file = shown(check.reference.source.file or "") or "references"
    case = Element("testcase", {"classname": file, "name": who(check)})
    errors = [finding for finding in check.findings if finding.severity == "error"]
    others = [_line(check, f) for f in check.findings if f.severity != "error"]
    if errors:
        rules = ", ".join(dict.fromkeys(finding.rule for finding in errors))
        attributes = {"message": shown(errors[0].message), "type": rules}
        failure = SubElement(case, "failure", attributes)
        failure.text = "\n".join(_line(check, finding) for finding in errors)
    if check.unavailable is not None:
        reason = shown(check.unavailable)
        if errors:
            others.append(f"unchecked: {reason}")
        else:
            SubElement(case, "skipped", {"message": reason})
    elif check.status == "unconfirmed":
        SubElement(case, "skipped", {"message": "not confirmed by any registry"})
    if others:
        SubElement(case, "system-out").text = "\n".join(others)
    return case


def _line(check: Check, finding: Finding) -> str:
    at = where(check, finding)
    said = f"{finding.severity}: {finding.rule}: {shown(finding.message)}"
    return f"{at}: {said}" if at else said
