"""The 18 references of the report, set as HTML, Word, PDF and JATS, are the same 18."""

from __future__ import annotations

import json
import re
from html import escape

import pytest

from cikrefs import documents
from cikrefs.models import Reference
from cikrefs.printed import entries, loads
from tests.conftest import REPORT, ROOT
from tests.documents import build

MARKDOWN = REPORT.read_text("utf-8")
PRINTED = [re.sub(r"[*<>]", "", entry.text) for entry in entries(MARKDOWN)]
GOLD = [
    json.loads(line)["gold"]
    for line in (ROOT / "tests/data/references-18.jsonl").read_text("utf-8").splitlines()
]


def html() -> bytes:
    items = "".join(
        f"<li><p>{escape(entry.rsplit(' ', 1)[0])} <a href='{entry.rsplit(' ', 1)[1]}'>"
        f"Article</a></p></li>\n"
        for entry in PRINTED
    )
    body = f"<p>Cells grow [1].</p><h2>References</h2><ol>{items}</ol><p>Publisher’s note.</p>"
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def docx() -> bytes:
    items = "".join(build.numbered(entry) for entry in PRINTED)
    heading = build.paragraph("References", '<w:pStyle w:val="H1"/>')
    style = '<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    styles = f"<w:styles {build.W}>{style}</w:styles>"
    body = (
        build.paragraph("Cells grow [1].") + heading + items + build.paragraph("Publisher’s note")
    )
    return build.docx(body, {"numbering": build.numbering(), "styles": styles})


def pdf() -> bytes:
    """Two columns on two pages, set row by row across the columns, with a running head."""
    lines = ["References", *build.wrapped((f"{n}. {one}" for n, one in enumerate(PRINTED, 1)), 52)]
    quarter = -(-len(lines) // 4)
    columns = [lines[start : start + quarter] for start in range(0, len(lines), quarter)]
    pages = []
    for number, (left, right) in enumerate([columns[:2], columns[2:]], 1):
        shown = [*build.column(left, 40, 780), *build.column(right, 310, 780)]
        shown.sort(key=lambda one: (-one[1], one[0]))
        pages.append(
            [(40, 815, 8, f"Constructed Cells 12:{number}"), *shown, (295, 30, 8, str(number))]
        )
    return build.pdf(pages)


def jats() -> bytes:
    return build.jats("".join(build.tagged(n, one) for n, one in enumerate(loads(MARKDOWN), 1)))


@pytest.fixture(scope="module", params=[html, docx, pdf, jats], ids=["html", "docx", "pdf", "jats"])
def read(request: pytest.FixtureRequest) -> list[Reference]:
    document = documents.read(request.param())
    assert document is not None
    assert document.kind == request.param.__name__
    if document.references is not None:
        return list(document.references)
    return loads(document.text or "")


def test_the_document_has_the_18_in_order(read: list[Reference]) -> None:
    assert [one.DOI for one in read] == [gold["doi"] for gold in GOLD]


@pytest.mark.parametrize("index", range(18))
def test_each_reference_reads_as_it_does_in_markdown(read: list[Reference], index: int) -> None:
    one, gold = read[index], GOLD[index]
    assert [name.family for name in one.author] == [name["family"] for name in gold["authors"]]
    assert str(one.issued) == gold["year"]
    assert one.title == gold["title"]
    assert one.container_title == gold["container"]
    assert (one.volume, one.issue) == (gold["volume"], gold.get("issue", ""))
    assert one.page == gold["pages"].replace("–", "-")


def test_the_items_are_numbered(read: list[Reference]) -> None:
    assert [one.source.label for one in read] == [str(number) for number in range(1, 19)]


def test_given_names_are_initials_in_every_kind(read: list[Reference]) -> None:
    assert read[3].author[-1].given == "I. G. H."
