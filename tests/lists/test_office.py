"""Word and OpenDocument files, read back by others."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import docx
import pytest
from lxml import etree

from cikrefs.lists import office
from cikrefs.lists.model import FormattedList, Run
from tests.lists.build import hostile_list, item, the_18

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"

LISTS = {"the 18": the_18(), "hostile": hostile_list()}


@cache
def written(name: str, format_: str) -> bytes:
    return office.dumps(LISTS[name], format_)


@pytest.mark.parametrize("name", LISTS)
def test_word_has_a_paragraph_an_entry_in_the_style_of_a_bibliography(name: str) -> None:
    paragraphs = docx.Document(io.BytesIO(written(name, "docx"))).paragraphs
    entries = LISTS[name].items
    assert [paragraph.text for paragraph in paragraphs] == [
        f"{entry.label}\t{entry.text}" for entry in entries
    ]
    assert {str(paragraph.style and paragraph.style.name) for paragraph in paragraphs} == {
        "Bibliography"
    }


def test_the_style_of_a_bibliography_hangs_in_word() -> None:
    style = docx.Document(io.BytesIO(written("the 18", "docx"))).styles["Bibliography"]
    indent = style.paragraph_format
    assert indent.left_indent == -indent.first_line_indent > 0


@pytest.mark.parametrize("name", LISTS)
def test_links_in_word_are_live(name: str) -> None:
    paragraphs = docx.Document(io.BytesIO(written(name, "docx"))).paragraphs
    links = [[(link.text, link.url) for link in one.hyperlinks] for one in paragraphs]
    assert links == [
        [(run.text, run.href) for run in entry.runs if run.href] for entry in LISTS[name].items
    ]


def test_journals_in_word_stand_in_italics() -> None:
    paragraph = docx.Document(io.BytesIO(written("the 18", "docx"))).paragraphs[16]
    assert "".join(run.text for run in paragraph.runs if run.italic) == "J Exp Clin Cancer Res"


def opened(package: bytes, member: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.testzip() is None
        return etree.fromstring(archive.read(member))


def odt_text(element: etree._Element) -> str:
    """Return a paragraph's text, its tabs and repeated blanks being elements."""
    text = element.text or ""
    for child in element:
        text += {f"{TEXT}tab": "\t", f"{TEXT}s": " "}.get(str(child.tag)) or odt_text(child)
        text += child.tail or ""
    return text


@pytest.mark.parametrize("name", LISTS)
def test_opendocument_has_a_paragraph_an_entry_with_live_links(name: str) -> None:
    content = opened(written(name, "odt"), "content.xml")
    paragraphs = list(content.iter(f"{TEXT}p"))
    entries = LISTS[name].items
    assert [odt_text(one) for one in paragraphs] == [
        f"{entry.label}\t{entry.text}" for entry in entries
    ]
    assert {one.get(f"{TEXT}style-name") for one in paragraphs} == {"Bibliography"}
    links = [[link.get(f"{XLINK}href") for link in one.iter(f"{TEXT}a")] for one in paragraphs]
    assert links == [[run.href for run in entry.runs if run.href] for entry in entries]


def test_opendocument_knows_the_style_of_a_bibliography() -> None:
    styles = opened(written("the 18", "odt"), "styles.xml")
    names = [style.get(f"{STYLE}name") for style in styles.iter(f"{STYLE}style")]
    assert names.count("Bibliography") == 1


def test_an_opendocument_file_starts_with_its_type_as_it_must() -> None:
    with zipfile.ZipFile(io.BytesIO(written("the 18", "odt"))) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_a_list_without_labels_has_none() -> None:
    formatted = FormattedList((item(Run("A"), label=""),))
    (paragraph,) = docx.Document(io.BytesIO(office.dumps(formatted, "docx"))).paragraphs
    assert paragraph.text == "A"
