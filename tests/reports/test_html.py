"""The page, parsed as HTML wants it: valid, nothing runs, nothing is loaded, everything is said."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from xml.etree.ElementTree import Element

import html5lib
import pytest

from cikrefs.models import Check, Name, Record, Reference
from cikrefs.reports import REPORTS
from tests.reports.samples import DEAD, EACH_KIND, HOSTILE_VALUES, constructed, hostile

TAGS = set(
    "html head meta title style body header h1 ul li nav ol a main section h2 span p div strong"
    " table thead tbody tr th td bdi mark".split()
)
ATTRIBUTES = set(
    "lang charset http-equiv content name class id href rel scope aria-label"
    " aria-labelledby".split()
)


def parse(checks: list[Check]) -> Element:
    """Return the page's tree; the strict parser raises at whatever is not HTML."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(REPORTS["html"](checks))  # type: ignore[no-any-return]  # a tree builder's


def text(element: Element) -> str:
    return "".join(element.itertext())


def test_every_reference_is_shown_with_its_status_in_the_order_of_the_list() -> None:
    sections = parse(EACH_KIND).findall(".//section")
    assert [text(section.find("h2")).split(maxsplit=1) for section in sections] == [  # type: ignore[arg-type]  # each has one
        ["unchecked", "a"],
        ["ok", "c"],
        ["ok", "d"],
        ["warning", "b"],
        ["error", "[14] zhou2022"],
    ]


def test_print_and_registry_stand_side_by_side_with_what_differs_marked() -> None:
    (section,) = parse(EACH_KIND[3:4]).findall(".//section")
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
    (section,) = [s for s in parse(list(constructed())).iter("section") if "vordermark" in text(s)]
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
        "https://doi.org/10.5555/a",
        "https://doi.org/10.5555/c",
        "https://doi.org/10.5555/d",
        "https://doi.org/10.5555/d",
        "https://doi.org/10.5555/b",
        "https://doi.org/10.5555/b",
        "https://doi.org/10.1016/j.cllc.2022.07.009",
        "https://doi.org/10.1016/j.clcc.2022.07.009",
    ]


def test_the_policy_allows_this_pages_style_and_nothing_else() -> None:
    page = parse([DEAD])
    style = page.find(".//style")
    policy = page.find(".//meta[@http-equiv='Content-Security-Policy']")
    assert style is not None
    assert policy is not None
    digest = b64encode(sha256(text(style).encode()).digest()).decode()
    assert policy.get("content") == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in text(style)
    assert "@import" not in text(style)


def test_the_page_has_what_finding_ones_way_needs() -> None:
    page = parse(EACH_KIND)
    assert page.get("lang") == "en"
    assert text(page.find(".//title")) == (  # type: ignore[arg-type]  # valid HTML has one
        "5 references: 2 ok, 1 with warnings, 1 with errors, 1 unchecked"
    )
    assert [len(page.findall(f".//{tag}")) for tag in ("h1", "header", "nav", "main")] == [1] * 4
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    for section in page.iter("section"):
        assert section.get("aria-labelledby") in ids
    for link in page.findall(".//nav//a"):
        assert link.get("href", "")[1:] in ids
    assert all(th.get("scope") for th in page.iter("th"))


@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_a_hostile_value_leaves_the_page_valid_and_stays_text(kind: str) -> None:
    page = parse(hostile(HOSTILE_VALUES[kind]))
    assert {element.tag for element in page.iter()} <= TAGS
    assert {name for element in page.iter() for name in element.attrib} <= ATTRIBUTES
    assert len(page.findall(".//section")) == 3
    for link in page.iter("a"):
        assert link.get("href", "").startswith(("#reference-", "https://doi.org/10."))
    assert len(page.findall(".//style")) == len(page.findall(".//title")) == 1


def test_a_template_in_a_value_is_not_run() -> None:
    assert "49" not in text(parse(hostile("{{ 7 * 7 }}")).find(".//main"))  # type: ignore[arg-type]  # there is one
