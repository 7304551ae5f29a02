"""The Markdown report, rendered by markdown-it: tables hold, quotes stay quotes, the size fits."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from cikrefs.models import Check, Finding, Reference, Source
from cikrefs.reports import REPORTS
from tests.reports.samples import (
    DEAD,
    EACH_KIND,
    HOSTILE_VALUES,
    NOTED,
    RIGHT,
    constructed,
    hostile,
    many,
)

TAGS = set("p strong table tr th td code b br a del ins details summary".split())


ROW = (
    "<tr><td><code>[14] zhou2022</code><br><code>references.bib:219:10</code></td>",
    "<td>error: <b>doi-not-found</b><br>not registered</td>",
    "<td><code>10.1016/j.cl<del>c</del>c.2022.07.009</code></td><td></td>",
    '<td><a href="https://doi.org/10.1016/j.cllc.2022.07.009">',
    "<code>10.1016/j.cl<ins>l</ins>c.2022.07.009</code></a></td></tr>",
)


class Rendered(HTMLParser):
    """What a browser gets: its elements, its attributes, and its text inside and outside code."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.code: list[str] = []
        self.prose: list[str] = []
        self.depth = 0
        self.feed(MarkdownIt("commonmark").render(markdown))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.depth += tag == "code"
        assert [name for name, _ in attrs] == (["href"] if tag == "a" else [])
        self.links += [value for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "code"

    def handle_data(self, data: str) -> None:
        (self.code if self.depth else self.prose).append(data)


def test_a_clean_list_is_its_numbers() -> None:
    assert REPORTS["markdown"]([RIGHT, RIGHT]) == "**2 references: 2 ok**\n"


def test_a_finding_is_a_row_with_place_values_and_a_linked_suggestion() -> None:
    lines = REPORTS["markdown"]([DEAD]).splitlines()
    assert lines == [
        "**1 reference: 0 ok, 1 with errors**",
        "",
        "<table>",
        "<tr><th>reference</th><th></th><th>printed</th><th>registered</th><th>suggested</th></tr>",
        "".join(ROW),
        "</table>",
    ]


def test_notes_are_folded_away_and_the_unchecked_have_their_reason() -> None:
    report = REPORTS["markdown"](EACH_KIND)
    assert "<details><summary>1 note</summary>\n\n<table>" in report
    assert report.index("doi-not-found") < report.index("journal-differs")
    assert report.index("journal-differs") < report.index("<b>unchecked</b><br>no answer")
    assert report.index("unchecked</b>") < report.index("<details>") < report.index("corrected")


def test_references_that_are_right_are_not_named() -> None:
    assert "galvagno" not in REPORTS["markdown"](constructed()[1:])
    assert Rendered(REPORTS["markdown"](constructed())).tags.count("tr") == 6


@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_a_hostile_value_leaves_tables_and_elements_as_they_are(kind: str) -> None:
    report = REPORTS["markdown"](hostile(HOSTILE_VALUES[kind]))
    shown = Rendered(report)
    assert set(shown.tags) <= TAGS
    assert shown.tags.count("tr") == 3 + 12 + 1
    assert shown.tags.count("td") == 13 * 5
    assert all(link and link.startswith("https://doi.org/10.") for link in shown.links)
    assert len(report) <= 60_000


def test_a_hostile_value_mentions_nobody_and_links_no_issue() -> None:
    shown = Rendered(REPORTS["markdown"](hostile("@octocat #1 **x** | `y`")))
    assert "@octocat #1 **x** | `y`" in shown.code
    assert not re.search(r"[@#]\w", "".join(shown.prose))


@pytest.mark.parametrize("number", [20, 300])
def test_what_does_not_fit_into_a_comment_is_counted(number: int) -> None:
    report = REPORTS["markdown"]([*many(number), NOTED])
    assert len(report) <= 60_000
    shown = Rendered(report)
    rows = shown.tags.count("tr") - shown.tags.count("table")
    left = re.search(r"^(\d+) more did not fit", report, re.MULTILINE)
    assert left
    assert rows + int(left[1]) == number * len(many(1)[0].findings) + 1


def test_when_something_is_left_out_it_is_the_mildest() -> None:
    error = Check(
        reference=Reference(id="last"),
        findings=(Finding(rule="retracted", severity="error", message="m"),),
    )
    warned = Check(
        reference=Reference(id="x"),
        findings=(Finding(rule="unparsed", severity="warning", message="m" * 300),) * 300,
    )
    assert "<code>last</code>" in REPORTS["markdown"]([warned, error])


def test_of_several_files_each_has_its_numbers() -> None:
    other = replace(RIGHT, reference=Reference(id="c", source=Source(file="a<b>&@x.bib")))
    blocks = REPORTS["markdown"]([DEAD, other, other]).split("\n\n")
    assert blocks[:2] == [
        "**3 references: 2 ok, 1 with errors**",
        (
            "<table>\n"
            "<tr><td><code>references.bib</code></td>"
            "<td>1 reference: 0 ok, 1 with errors</td></tr>\n"
            "<tr><td><code>a&lt;b&gt;&amp;@x.bib</code></td><td>2 references: 2 ok</td></tr>\n"
            "</table>"
        ),
    ]


def test_the_numbers_of_a_thousand_files_leave_room_for_the_findings() -> None:
    checks = [
        replace(DEAD, reference=Reference(id="a", source=Source(file=f"{n}{'&' * 300}.bib")))
        for n in range(1000)
    ]
    report = REPORTS["markdown"](checks)
    assert len(report) <= 60_000
    assert report.count("doi-not-found") > 5
