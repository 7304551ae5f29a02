"""The page, parsed as HTML wants it: valid, nothing foreign runs or is loaded, all is said."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from xml.etree.ElementTree import Element

import html5lib
import pytest

from cikrefs import __version__
from cikrefs.models import Check, Name, Record, Reference, Source
from cikrefs.reports import REPORTS, Head
from cikrefs.reports.html_report import MOST
from tests.reports.samples import (
    DEAD,
    DOUBTFUL,
    EACH_KIND,
    HOSTILE_VALUES,
    NOTED,
    RIGHT,
    SILENT,
    UNCONFIRMED,
    constructed,
    hostile,
    many,
)

TAGS = set(
    "html head meta title style body header h1 ul li nav ol a main section h2 span p div strong"
    " table thead tbody tr th td bdi mark h3 details summary fieldset legend input label output"
    " script code".split()
)
ATTRIBUTES = set(
    "lang charset http-equiv content name class id href rel scope aria-label"
    " aria-labelledby type for checked hidden autocomplete".split()
)


def parse(checks: list[Check]) -> Element:
    """Return the page's tree; the strict parser raises at whatever is not HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(REPORTS["html"](checks))  # type: ignore[no-any-return]  # a tree builder's


def text(element: Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


def references(page: Element) -> list[Element]:
    """Return the elements of the references, in the order of the page."""
    return [one for one in page.iter() if "reference" in one.get("class", "").split()]


def test_problems_come_first_and_open_and_what_is_right_is_folded() -> None:
    page = parse([RIGHT, SILENT, DOUBTFUL, DEAD, UNCONFIRMED, NOTED])
    assert [text(heading) for heading in page.findall(".//h2")] == [
        "To look at: 4",
        "Confirmed, nothing to do: 2",
    ]
    told = [(one.tag, text(one[0]).strip().split()[:2]) for one in references(page)]
    assert told == [
        ("section", ["error", "[14]"]),
        ("section", ["warning", "b"]),
        ("section", ["unconfirmed", "e"]),
        ("details", ["unchecked", "a"]),
        ("details", ["ok", "c"]),
        ("details", ["ok", "d"]),
    ]
    assert not any("open" in one.attrib for one in page.iter("details"))


def test_what_is_accepted_has_a_place_of_its_own() -> None:
    (finding,) = UNCONFIRMED.findings
    accepted = replace(UNCONFIRMED, findings=(replace(finding, accepted="a book"),))
    page = parse([RIGHT, accepted])
    assert [text(heading) for heading in page.findall(".//h2")] == [
        "Accepted, with a reason: 1",
        "Confirmed, nothing to do: 1",
    ]


def test_the_overview_names_every_reference_in_the_order_of_the_list_and_leads_to_it() -> None:
    page = parse(EACH_KIND)
    links = page.findall(".//nav//a")
    assert [" ".join(text(link).split()) for link in links] == [
        "unchecked: a",
        "ok: c",
        "ok: d",
        "warning: b",
        "error: [14] zhou2022 A phase IB trial",
    ]
    for link in links:
        (target,) = [one for one in page.iter() if f"#{one.get('id')}" == link.get("href")]
        assert text(link.find("bdi")) in text(
            next(r for r in references(page) if target in r.iter())
        )


def test_it_says_what_was_checked_when_by_which_version_and_who_answered() -> None:
    checks = [*EACH_KIND, replace(RIGHT, reference=Reference(id="c", source=Source(file="b.bib")))]
    page = REPORTS["html"](checks, Head(on=date(2026, 11, 24)))
    said = text(html5lib.parse(page, namespaceHTMLElements=False).find(".//header"))
    assert f"Checked on 24 November 2026 by cikrefs {__version__}; Crossref answered." in said
    assert "references.bib: 1 reference: 0 ok, 1 with errors" in said
    assert "b.bib: 1 reference: 1 ok" in said


def test_without_a_day_it_names_none_and_who_was_silent_did_not_answer() -> None:
    said = text(parse([SILENT]).find(".//header"))
    assert f"Checked by cikrefs {__version__}; nobody answered." in said


def test_fields_without_a_finding_are_folded() -> None:
    (section,) = references(parse(list(constructed()[3:4])))
    tables = section.findall(".//table")
    assert [[text(row[0]) for row in table.iter("tr")] for table in tables] == [
        ["Field", "Authors warning"],
        ["Field", "Title", "Year", "Journal", "Volume", "Issue", "Pages", "DOI"],
    ]
    assert tables[1] in next(section.iter("details")).iter()
    assert text(section.find(".//summary")).startswith("7 more fields without a finding")


def test_two_numbers_that_share_nothing_are_marked_whole() -> None:
    (section,) = [s for s in references(parse(list(constructed()))) if "sharma2023" in text(s)]
    assert [text(mark) for mark in section.iter("mark")] == ["27", "16", "16"]


def test_of_a_long_list_only_the_problems_are_shown_and_the_rest_is_counted() -> None:
    rest = [replace(RIGHT, reference=Reference(id=f"r{i}")) for i in range(MOST)]
    page = parse([*rest, DEAD, *rest])
    assert [text(one.find("bdi")) for one in page.findall(".//nav//a")] == ["[14] zhou2022"]
    assert len(references(page)) == 1
    (left_out,) = [p for p in page.iter("p") if p.get("class") == "left-out"]
    assert text(left_out).startswith("Not shown here: 2000 references: 2000 ok.")


def test_a_list_as_long_as_that_is_shown_whole() -> None:
    rest = [replace(RIGHT, reference=Reference(id=f"r{i}")) for i in range(MOST)]
    assert "Not shown here" not in REPORTS["html"](rest)


def test_of_too_many_problems_the_worst_are_shown() -> None:
    page = REPORTS["html"]([*[DOUBTFUL] * (MOST + 10), DEAD])
    assert page.count('<section id="reference-') == MOST
    assert "zhou2022" in page
    assert "Not shown here: 11 references: 0 ok, 11 with warnings." in page


def test_a_page_of_a_hundred_thousand_references_stays_small() -> None:
    few = len(REPORTS["html"](many(1_001)))
    assert len(REPORTS["html"]([*many(1_001), *[RIGHT] * 99_000])) < few + 200


def test_print_and_registry_stand_side_by_side_with_what_differs_marked() -> None:
    (section,) = references(parse(EACH_KIND[3:4]))
    row = section.find(".//tr[@class='warning']")
    assert row is not None
    assert [text(cell) for cell in row] == [
        "Journal warning",
        "Cancer Res",
        "Clinical Cancer Research",
    ]
    assert [text(mark) for mark in row.iter("mark")] == ["Res", "Clinical", "Research"]


def test_what_one_side_lacks_is_said() -> None:
    rows = [
        [text(cell) for cell in row]
        for checks in (EACH_KIND, list(constructed()))
        for row in parse(checks).iter("tr")
    ]
    assert ["Field", "Printed", "No record"] in rows
    assert ["DOI", "10.5555/a", "–"] in rows
    assert ["Title", "nothing printed", "C"] in rows
    assert ["Issue error", "16", "nothing registered"] in rows


def test_a_name_that_differs_is_marked_among_the_others() -> None:
    (section,) = [s for s in references(parse(list(constructed()))) if "vordermark" in text(s)]
    marks = [text(mark) for mark in section.iter("mark")]
    assert marks == ["y", "J.", "y", "Jarek"]


def test_editors_stand_for_authors_and_a_number_for_pages_as_in_the_checks() -> None:
    book = Reference(id="x", editor=(Name(family="Roe", given="R."),), number="e12")
    record = Record(DOI="10.5555/x", editor=(Name(family="Roe", given="Ruth"),), page=("e12", "12"))
    rows = [
        [text(cell) for cell in row]
        for row in parse([Check(reference=book, record=record)]).iter("tr")
    ]
    assert ["Authors", "Roe, R.", "Roe, Ruth"] in rows
    assert ["Pages", "e12", "e12 or 12"] in rows


def test_dois_lead_to_doi_org_and_all_else_stays_on_the_page() -> None:
    links = [link.get("href", "") for link in parse(EACH_KIND).iter("a")]
    outside = [link for link in links if not re.fullmatch(r"#reference-\d+", link)]
    assert outside == [
        "https://doi.org/10.1016/j.cllc.2022.07.009",
        "https://doi.org/10.1016/j.clcc.2022.07.009",
        "https://doi.org/10.5555/b",
        "https://doi.org/10.5555/b",
        "https://doi.org/10.5555/a",
        "https://doi.org/10.5555/c",
        "https://doi.org/10.5555/d",
        "https://doi.org/10.5555/d",
    ]


def test_the_policy_allows_this_pages_style_and_script_and_nothing_else() -> None:
    page = parse([DEAD])
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert policy is not None
    own = [one for tag in ("style", "script") for one in page.iter(tag)]
    style, script = (b64encode(sha256(text(one).encode()).digest()).decode() for one in own)
    assert policy.get("content") == (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}';"
        " base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in text(own[0])
    assert "@import" not in text(own[0])
    assert not any(name.startswith("on") for one in page.iter() for name in one.attrib)


def test_the_page_has_what_finding_ones_way_needs() -> None:
    page = parse(EACH_KIND)
    assert page.get("lang") == "en"
    assert text(page.find(".//title")) == (
        "5 references: 2 ok, 1 with warnings, 1 with errors, 1 unchecked"
    )
    assert [len(page.findall(f".//{tag}")) for tag in ("h1", "header", "nav", "main")] == [1] * 4
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    for section in page.iter("section"):
        assert section.get("aria-labelledby") in ids
    assert {label.get("for") for label in page.iter("label")} == {
        box.get("id") for box in page.iter("input")
    }
    for link in page.findall(".//nav//a"):
        assert link.get("href", "")[1:] in ids
    assert all(th.get("scope") for th in page.iter("th"))


@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_a_hostile_value_leaves_the_page_valid_and_stays_text(kind: str) -> None:
    page = parse(hostile(HOSTILE_VALUES[kind]))
    assert {element.tag for element in page.iter()} <= TAGS
    assert {name for element in page.iter() for name in element.attrib} <= ATTRIBUTES
    assert len(references(page)) == 3
    for link in page.iter("a"):
        assert link.get("href", "").startswith(("#reference-", "https://doi.org/10."))
    assert [len(page.findall(f".//{tag}")) for tag in ("style", "script", "title")] == [1] * 3


def test_a_template_in_a_value_is_not_run() -> None:
    assert "49" not in text(parse(hostile("{{ 7 * 7 }}")).find(".//main"))
