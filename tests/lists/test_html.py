"""The page: valid, one link an entry, spans that Zotero's connector reads."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import html5lib
import pytest
from lxml import etree

from cikrefs.lists import html
from cikrefs.lists.coins import context_object
from cikrefs.lists.model import FormattedList, Mark, Run
from cikrefs.models import OTHERS, Date, Name, Reference
from tests.lists.build import GOLD, hostile_list, item, the_18

LISTS = {"the 18": the_18(), "hostile": hostile_list()}
KINDS = {f"{name}, {'fragment' if fragment else 'page'}": (formatted, fragment)
         for name, formatted in LISTS.items() for fragment in (False, True)}  # fmt: skip


def parsed(formatted: FormattedList, *, fragment: bool = False) -> etree._Element:
    """Return the page's tree; html5lib's strict parser refuses what is not valid."""
    parser = html5lib.HTMLParser(
        html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False
    )
    text = html.dumps(formatted, fragment=fragment)
    if fragment:
        text = f"<!DOCTYPE html><title>A page</title>{text}"
    tree: etree._ElementTree = parser.parse(text)
    return tree.getroot()


def classed(root: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in root.iter() if element.get("class") == name]


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_is_in_the_body_with_its_anchor_and_id(kind: str) -> None:
    formatted, fragment = KINDS[kind]
    (body,) = classed(parsed(formatted, fragment=fragment), "csl-bib-body")
    entries = list(body)
    assert [entry.get("class") for entry in entries] == ["csl-entry"] * len(formatted.items)
    assert [entry.get("data-csl-entry-id") for entry in entries] == [
        entry.reference.id for entry in formatted.items
    ]
    assert [entry.get("id") for entry in entries] == [
        f"ref-{entry.reference.id.replace(' ', '-')}" for entry in formatted.items
    ]


@pytest.mark.parametrize("formatted", LISTS.values(), ids=[*LISTS])
def test_the_texts_are_those_of_the_list(formatted: FormattedList) -> None:
    root = parsed(formatted)
    assert ["".join(map(str, one.itertext())) for one in classed(root, "csl-right-inline")] == [
        entry.text for entry in formatted.items
    ]
    assert ["".join(map(str, one.itertext())) for one in classed(root, "csl-left-margin")] == [
        f"{entry.label} " for entry in formatted.items
    ]


def test_each_entry_runs_in_the_direction_of_its_own_script() -> None:
    assert {entry.get("dir") for entry in classed(parsed(the_18()), "csl-entry")} == {"auto"}


def test_each_doi_is_one_whole_link() -> None:
    links = [(a.get("href"), "".join(map(str, a.itertext()))) for a in parsed(the_18()).iter("a")]
    dois = [row["gold"]["doi"] for row in GOLD]
    assert links == [(f"https://doi.org/{doi}", f"https://doi.org/{doi}") for doi in dois]


@pytest.mark.parametrize("fragment", [False, True])
def test_nothing_is_interpreted(fragment: bool) -> None:
    root = parsed(hostile_list(), fragment=fragment)
    assert not list(root.iter("script", "img", "iframe", "input"))
    assert not [name for element in root.iter() for name in element.attrib if name[:2] == "on"]


def test_marks_are_elements() -> None:
    marks: tuple[Mark, ...] = (
        "italic", "bold", "superscript", "subscript", "underline", "small-caps",
    )  # fmt: skip
    runs = [Run(mark, frozenset({mark})) for mark in marks]
    both = Run("both", frozenset({"bold", "italic"}), "https://x.org/")
    text = html.dumps(FormattedList((item(*runs, both, label=""),)), fragment=True)
    assert (
        "<i>italic</i><b>bold</b><sup>superscript</sup><sub>subscript</sub><u>underline</u>"
        '<span style="font-variant: small-caps">small-caps</span>'
        '<i><b><a href="https://x.org/">both</a></b></i>'
    ) in text
    assert "csl-left-margin" not in text


def test_the_page_is_in_the_lists_language() -> None:
    formatted = replace(the_18(), language="de-DE")
    assert parsed(formatted).get("lang") == "de-DE"


@pytest.mark.skipif(not shutil.which("tidy"), reason="tidy is not installed here")
@pytest.mark.parametrize("formatted", LISTS.values(), ids=[*LISTS])
def test_tidy_finds_nothing_wrong(formatted: FormattedList, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(html.dumps(formatted), encoding="utf-8")
    # COinS are empty spans, which tidy would drop; Zotero reads their title
    command = ["tidy", "-quiet", "-errors", "--drop-empty-elements", "no", str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# COinS


def read(title: str) -> dict[str, list[str]]:
    """Read a ContextObject like a stranger does: as a query string."""
    return parse_qs(title, strict_parsing=True)


def test_a_reader_of_coins_gets_all_18() -> None:
    spans = classed(parsed(the_18()), "Z3988")
    assert len(spans) == 18
    for span, row in zip(spans, GOLD, strict=True):
        found, gold = read(span.get("title") or ""), row["gold"]
        first, _, last = gold["pages"].replace("–", "-").partition("-")
        people = [
            (one["family"], " ".join(f"{letter}." for letter in one["given"]))
            for one in gold["authors"]
        ]
        assert found["ctx_ver"] == ["Z39.88-2004"]
        assert found["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:journal"]
        assert found["rft.genre"] == ["article"]
        assert found["rft.atitle"] == [gold["title"]]
        assert found["rft.jtitle"] == found["rft.stitle"] == [gold["container"]]
        assert found["rft.volume"] == [gold["volume"]]
        assert found.get("rft.issue", [""]) == [gold["issue"]]
        assert found["rft.spage"] == [first]
        assert found.get("rft.epage", [""]) == [last]
        assert found["rft.date"] == [gold["year"]]
        assert found["rft.au"] == [f"{family}, {given}" for family, given in people]
        assert (found["rft.aulast"], found["rft.aufirst"]) == ([people[0][0]], [people[0][1]])
        assert found["rft_id"] == [f"info:doi/{gold['doi']}"]


def test_hostile_titles_come_back_whole() -> None:
    spans = classed(parsed(hostile_list()), "Z3988")
    assert [read(span.get("title") or "")["rft.atitle"] for span in spans] == [
        [entry.reference.title] for entry in hostile_list().items
    ]


ROE = (Name("Roe", "R. J.", "Jr"), Name(literal="The Group"), OTHERS)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (
            Reference(
                type="chapter", title="A", container_title="B", author=ROE, page="11-20",
                publisher="P", publisher_place="Bonn", ISBN="9783161484100", edition="2",
                issued=Date(2001, 2, 3), collection_title="S",
            ),
            {
                "rft_val_fmt": ["info:ofi/fmt:kev:mtx:book"], "rft.genre": ["bookitem"],
                "rft.atitle": ["A"], "rft.btitle": ["B"], "rft.aulast": ["Roe"],
                "rft.aufirst": ["R. J."], "rft.ausuffix": ["Jr"],
                "rft.au": ["Roe, R. J., Jr", "The Group,"],
                "rft.spage": ["11"], "rft.epage": ["20"],
                "rft.pages": ["11-20"], "rft.pub": ["P"], "rft.place": ["Bonn"],
                "rft.isbn": ["9783161484100"], "rft.edition": ["2"], "rft.date": ["2001-02-03"],
                "rft.series": ["S"],
            },
        ),
        (
            Reference(type="book", title="A", author=ROE[1:2]),
            {
                "rft_val_fmt": ["info:ofi/fmt:kev:mtx:book"], "rft.genre": ["book"],
                "rft.btitle": ["A"], "rft.au": ["The Group,"],
            },
        ),
        (
            Reference(type="thesis", title="A", publisher="University of Bonn"),
            {
                "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dissertation"], "rft.title": ["A"],
                "rft.inst": ["University of Bonn"],
            },
        ),
        (
            Reference(type="patent", title="A", number="US 1"),
            {
                "rft_val_fmt": ["info:ofi/fmt:kev:mtx:patent"], "rft.title": ["A"],
                "rft.number": ["US 1"],
            },
        ),
        (
            Reference(
                type="webpage", title="A", container_title="Site", URL="https://x.org/?a=1&b=2",
                author=ROE[:1],
            ),
            {
                "rft_val_fmt": ["info:ofi/fmt:kev:mtx:dc"], "rft.title": ["A"],
                "rft.type": ["webpage"], "rft.source": ["Site"], "rft.aulast": ["Roe"],
                "rft.aufirst": ["R. J."], "rft.ausuffix": ["Jr"], "rft.creator": ["Roe, R. J., Jr"],
                "rft_id": ["https://x.org/?a=1&b=2"],
            },
        ),
        (
            Reference(title="A", container_title="J", page="e12", ISSN="1234-5679",
                      URL="javascript:alert(1)"),
            {
                "rft_val_fmt": ["info:ofi/fmt:kev:mtx:journal"], "rft.genre": ["article"],
                "rft.atitle": ["A"], "rft.jtitle": ["J"], "rft.artnum": ["e12"],
                "rft.spage": ["e12"], "rft.pages": ["e12"], "rft.issn": ["1234-5679"],
            },
        ),
    ],
    ids=["chapter", "book", "thesis", "patent", "web page", "article number"],
)  # fmt: skip
def test_each_kind_of_work_has_its_keys(
    reference: Reference, expected: dict[str, list[str]]
) -> None:
    assert read(context_object(reference)) == {"ctx_ver": ["Z39.88-2004"], **expected}
