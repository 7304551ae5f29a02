"""The GitHub report, read as the runner reads it: one command a line and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest

from cikrefs.models import Check, Finding, Reference, Source
from cikrefs.reports import REPORTS
from tests.reports.samples import DEAD, EACH_KIND, HOSTILE_VALUES, RIGHT, constructed, hostile


@dataclass(frozen=True)
class Command:
    """A workflow command as the runner understands it."""

    name: str
    properties: dict[str, str]
    message: str


def read(line: str) -> Command:
    """Return the command in a line: github.com/actions/runner, ActionCommand.TryParseV2."""
    assert line.startswith("::")
    head, _, message = line[2:].partition("::")
    name, _, said = head.partition(" ")
    properties = dict(part.split("=", 1) for part in said.split(","))
    return Command(name, {k: unescaped(v) for k, v in properties.items()}, unescaped(message))


def unescaped(text: str) -> str:
    for escape, char in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(escape, char)
    return text


def test_each_finding_is_a_command_with_its_place_errors_first() -> None:
    assert REPORTS["github"](EACH_KIND) == (
        "::error file=references.bib,line=219,col=10,title=doi-not-found%3A [14] zhou2022::"
        "not registered\n"
        "::warning title=journal-differs%3A b::"
        "journal: “Cancer Res” is printed, “Clinical Cancer Research” registered; m\n"
        "::notice title=corrected%3A d::the work has a correction\n"
        "::warning title=unchecked%3A a::no answer\n"
        "5 references: 2 ok, 1 with warnings, 1 with errors, 1 unchecked\n"
    )


def test_what_means_something_in_a_command_is_escaped_and_comes_back() -> None:
    source = Source(file="a,b:c%0A.bib", line=1)
    finding = Finding(rule="unparsed", severity="error", message="100 %, a:b::c %0A")
    check = Check(reference=Reference(id="x,y=z:1", source=source), findings=(finding,))
    line = REPORTS["github"]([check]).splitlines()[0]
    assert line == (
        "::error file=a%2Cb%3Ac%250A.bib,line=1,title=unparsed%3A x%2Cy=z%3A1::"
        "100 %25, a:b::c %250A"
    )
    assert read(line) == Command(
        "error",
        {"file": "a,b:c%0A.bib", "line": "1", "title": "unparsed: x,y=z:1"},
        "100 %, a:b::c %0A",
    )


def test_without_a_file_there_is_no_line_either() -> None:
    source = Source(file="standard input", line=7)
    finding = Finding(rule="unparsed", severity="note", message="m")
    report = REPORTS["github"]([Check(reference=Reference(source=source), findings=(finding,))])
    assert report.startswith("::notice title=unparsed%3A (no key)::m\n")


@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_a_hostile_value_ends_no_command_and_starts_none(kind: str) -> None:
    checks = hostile(HOSTILE_VALUES[kind])
    *lines, last = REPORTS["github"](checks).splitlines()
    commands = [read(line) for line in lines]
    names = [command.name for command in commands]
    assert names == ["error"] * 4 + ["warning"] * 4 + ["notice"] * 4 + ["warning"]
    assert all(set(c.properties) <= {"file", "line", "col", "title"} for c in commands)
    assert last == "3 references: 1 ok, 1 with errors, 1 unchecked"


def test_the_18_constructed_ones_have_five_annotations() -> None:
    lines = REPORTS["github"](constructed()).splitlines()
    assert [re.sub(r" .*", "", line) for line in lines] == ["::error"] * 3 + ["::warning"] * 2 + [
        "18"
    ]


def test_of_several_files_each_has_its_numbers_and_no_name_becomes_a_command() -> None:
    other = replace(RIGHT, reference=Reference(id="c", source=Source(file="::error::x.bib")))
    lines = REPORTS["github"]([DEAD, other, other]).splitlines()
    assert lines[1:] == [
        "in references.bib: 1 reference: 0 ok, 1 with errors",
        "in ::error::x.bib: 2 references: 2 ok",
        "3 references: 2 ok, 1 with errors",
    ]
