"""The text report: the worst last, values one above the other, no commands to anything."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cikrefs.models import Check, Finding, Reference, Source
from cikrefs.reports import REPORTS, text_report
from tests.conftest import REPORT
from tests.reports.samples import (
    DEAD,
    DOUBTFUL,
    EACH_KIND,
    HOSTILE_VALUES,
    NOTED,
    RIGHT,
    UNCONFIRMED,
    constructed,
    hostile,
)


def test_each_finding_has_its_place_rule_and_message_and_the_rest_is_counted() -> None:
    assert REPORTS["text"](EACH_KIND) == (
        "d\n"
        "  note     corrected\n"
        "           the work has a correction\n"
        "\n"
        "unchecked  no answer\n"
        "           a\n"
        "\n"
        "b\n"
        "  warning  journal-differs\n"
        "           printed     Cancer [Res]\n"
        "           registered  [Clinical] Cancer [Research]\n"
        "           m\n"
        "\n"
        "[14] zhou2022  A phase IB trial\n"
        "  error    doi-not-found  references.bib:219:10\n"
        "           not registered\n"
        "           printed     10.1016/j.cl[c]c.2022.07.009\n"
        "           suggested   10.1016/j.cl[l]c.2022.07.009\n"
        "\n"
        "5 references: 2 ok, 1 with warnings, 1 with errors, 1 unchecked\n"
    )


def test_a_clean_list_is_one_line() -> None:
    assert REPORTS["text"]([RIGHT]) == "1 reference: 1 ok\n"


def test_errors_come_last_where_the_eye_is_and_equals_keep_their_order() -> None:
    warned = replace(DOUBTFUL, reference=replace(DOUBTFUL.reference, id="later"))
    text = REPORTS["text"]([DEAD, DOUBTFUL, NOTED, RIGHT, warned])
    assert re.findall(r"^\S.*", text, re.MULTILINE)[:4] == [
        "d",
        "b",
        "later",
        "[14] zhou2022  A phase IB trial",
    ]


def test_a_quiet_report_has_no_notes_and_is_empty_if_nothing_else_is_there() -> None:
    assert text_report.render([RIGHT, NOTED], extent="quiet") == ""
    text = text_report.render(EACH_KIND, extent="quiet")
    assert "corrected" not in text
    assert all(word in text for word in ("unchecked", "journal-differs", "doi-not-found"))
    assert text.endswith("\n5 references: 2 ok, 1 with warnings, 1 with errors, 1 unchecked\n")


def test_a_verbose_report_lists_what_is_right_and_who_confirmed_it() -> None:
    assert text_report.render([RIGHT, NOTED], extent="verbose").startswith(
        "ok  c: confirmed, Crossref answered; 10.5555/c\n\nd\n"
    )


def test_several_files_have_a_row_each_before_the_numbers_of_all() -> None:
    other = replace(RIGHT, reference=Reference(id="c", source=Source(file="second.bib")))
    assert REPORTS["text"]([DEAD, other, other]).endswith(
        "\n\n"
        "references  ok  error  file\n"
        "         1   0      1  references.bib\n"
        "         2   2      0  second.bib\n"
        "\n"
        "3 references: 2 ok, 1 with errors\n"
    )


@pytest.mark.parametrize("width", [40, 60, 80])
def test_a_narrow_report_wraps_and_keeps_words_whole(width: int) -> None:
    lines = text_report.render([*constructed(), UNCONFIRMED], width=width).splitlines()
    for line in lines:
        assert len(line) <= width or len(line.split()) <= 2, line
    words = " ".join(lines).split()
    assert "10.1016/j.cl[l]c.2022.07.009" in words
    assert f"{REPORT}:28:481" in words
    assert (
        words[words.index("19") :]
        == (
            "19 references: 14 ok, 2 with warnings, 2 with errors, 1 not confirmed by any registry"
            " (`--fail-on unconfirmed` makes that exit 1)"
        ).split()
    )


def test_the_findings_of_a_reference_come_errors_first() -> None:
    (warning,), (error,) = DOUBTFUL.findings, DEAD.findings
    text = REPORTS["text"]([replace(DEAD, findings=(warning, error))])
    assert text.index("doi-not-found") < text.index("journal-differs")


def test_a_field_that_is_not_registered_is_said_to_be_nothing() -> None:
    finding = Finding(rule="issue-differs", severity="error", printed="16", message="m", remark="r")
    lines = REPORTS["text"]([Check(reference=Reference(id="x"), findings=(finding,))]).splitlines()
    assert lines[2:5] == [
        "           printed     16",
        "           registered  (nothing)",
        "           r",
    ]


def test_the_colours_are_the_callers_and_the_words_stay_the_same() -> None:
    report = text_report.render(EACH_KIND, style=lambda text, what: f"<{what}>{text}</>")
    assert "<error>error  </>" in report
    assert "<faint>A phase IB trial</>" in report
    assert "10.1016/j.cl<error>[c]</>c.2022.07.009" in report
    assert re.sub(r"<\w+>|</>", "", report) == REPORTS["text"](EACH_KIND)


def test_a_mark_that_goes_over_the_line_is_coloured_on_both_lines_without_their_indent() -> None:
    finding = Finding(
        rule="title-differs",
        severity="error",
        printed="A trial",
        registered=f"A trial {'of many words ' * 10}",
        message="m",
        remark="",
    )
    check = Check(reference=Reference(id="x"), findings=(finding,))
    lines = text_report.render([check], style=lambda text, _: f"<{text}>").splitlines()
    assert lines[3].endswith("many>")
    assert lines[3].startswith("           registered  A trial <[of many words")
    assert lines[4].startswith(f"{' ' * 23}<words of many")
    assert lines[4].endswith("words]>")


@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_no_line_is_longer_than_100_characters(kind: str) -> None:
    lines = REPORTS["text"]([*constructed(), *hostile(HOSTILE_VALUES[kind])]).splitlines()
    assert max(map(len, lines)) <= 101  # 100 and the backslash before what looks like a command


@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_no_line_is_a_command_to_a_build_service(kind: str) -> None:
    coloured = text_report.render(
        hostile(HOSTILE_VALUES[kind]), style=lambda text, _: f"\x1b[31m{text}"
    )
    for line in coloured.replace("\x1b[31m", "").splitlines():
        assert not line.lstrip().startswith("::")
        assert not re.search(r"##\w*\[", line)


def test_the_18_constructed_ones_are_told_in_order_of_weight() -> None:
    text = REPORTS["text"](constructed())
    heads = re.findall(r"^  (\w+) +(\S+)  ", text, re.MULTILINE)
    assert heads == [
        ("warning", "unparsed"),
        ("warning", "author-differs"),
        ("error", "volume-differs"),
        ("error", "issue-differs"),
        ("error", "doi-not-found"),
    ]
    assert text.endswith("\n18 references: 14 ok, 2 with warnings, 2 with errors\n")


def test_an_outage_is_told_once_and_names_every_reference() -> None:
    checks = [Check(reference=Reference(id=f"k{i}"), unavailable="no answer") for i in range(40)]
    text = REPORTS["text"](checks)
    assert text.count("no answer") == 1
    assert all(f"k{i}" in text.replace(",", "").split() for i in range(40))
