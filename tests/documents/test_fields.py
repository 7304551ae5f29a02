"""Citations that reference managers keep in fields. The documents are constructed."""

from __future__ import annotations

import base64
import json
from html import escape

from cikrefs import documents
from cikrefs.errors import Problem
from cikrefs.models import Date, Name, Reference
from tests.documents import build

ITEM = {
    "id": 1,
    "type": "article-journal",
    "title": "A title of a work",
    "container-title": "Cell",
    "volume": "13",
    "DOI": "10.1000/abc2",
    "author": [{"family": "Lee", "given": "Eun F."}, {"family": "Wang", "given": "Gu"}],
    "issued": {"date-parts": [[2012, 5, 1]]},
}
ENDNOTE = (
    "<EndNote><Cite><Author>Roe</Author><Year>2010</Year><RecNum>7</RecNum><record>"
    '<rec-number>7</rec-number><ref-type name="Journal Article">17</ref-type><contributors>'
    "<authors><author>Roe, Dan</author></authors></contributors><titles><title>Cells of men"
    "</title><secondary-title>J Cell</secondary-title></titles><dates><year>2010</year></dates>"
    "</record></Cite></EndNote>"
)


def citation(*uris: str) -> str:
    items = [{"id": 1, "uris": [uri], "itemData": {**ITEM, "title": f"Work {uri}"}} for uri in uris]
    return json.dumps({"citationID": "x", "citationItems": items})


def field(code: str, shown: str = "(Lee 2012)", data: str = "") -> str:
    """Return a field whose code stands in two pieces, as Word cuts them."""
    half = len(code) // 2
    pieces = "".join(
        f'<w:r><w:instrText xml:space="preserve">{escape(piece)}</w:instrText></w:r>'
        for piece in (code[:half], code[half:])
    )
    return (
        f'<w:p><w:r><w:t>As shown </w:t></w:r><w:r><w:fldChar w:fldCharType="begin">{data}'
        f'</w:fldChar></w:r>{pieces}<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>'
        f'{shown}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


def read(content: bytes) -> tuple[Reference, ...]:
    document = documents.read(content)
    assert document is not None
    return document.references or ()


def test_zoteros_items_are_read_whole_and_once() -> None:
    code = f" ADDIN ZOTERO_ITEM CSL_CITATION {citation('a', 'b')} "
    body = field(code) + field(f" ADDIN ZOTERO_ITEM CSL_CITATION {citation('b')} ")
    first, second = read(build.docx(body))
    assert first.author == (Name("Lee", "Eun F."), Name("Wang", "Gu"))
    assert (first.title, first.DOI, first.issued) == ("Work a", "10.1000/abc2", Date(2012, 5, 1))
    assert second.title == "Work b"


def test_mendeleys_items_are_read_from_field_and_from_tag() -> None:
    tag = base64.b64encode(citation("b").encode()).decode()
    control = f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{tag}"/></w:sdtPr></w:sdt>'
    found = read(build.docx(field(f"ADDIN CSL_CITATION {citation('a')}") + control))
    assert [one.title for one in found] == ["Work a", "Work b"]


def test_endnotes_records_are_read_from_code_and_from_data() -> None:
    packed = base64.b64encode(ENDNOTE.replace(">7<", ">8<").encode()).decode()
    data = f"<w:fldData>{packed}</w:fldData>"
    body = field(f" ADDIN EN.CITE {ENDNOTE}") + field(" ADDIN EN.CITE ", data=data)
    first, second = read(build.docx(body))
    assert (first.title, first.author, first.issued) == (
        "Cells of men",
        (Name("Roe", "Dan"),),
        Date(2010),
    )
    assert second.title == "Cells of men"


def test_words_own_sources_are_read_if_they_are_cited() -> None:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/bibliography"
    source = (
        "<b:Source><b:Tag>{0}</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Year>2012"
        "</b:Year><b:Author><b:Author><b:NameList><b:Person><b:Last>Lee</b:Last><b:First>Eun"
        "</b:First></b:Person></b:NameList></b:Author></b:Author><b:Title>{0}</b:Title>"
        "<b:JournalName>Cell</b:JournalName><b:Pages>1-9</b:Pages></b:Source>"
    )
    xml = f'<b:Sources xmlns:b="{space}">{source.format("Lee12")}{source.format("Roe")}</b:Sources>'
    content = build.docx(field(" CITATION Lee12 \\l 1033 "))
    (one,) = read(build.with_part(content, "customXml/item1.xml", xml))
    assert (one.title, one.container_title, one.page) == ("Lee12", "Cell", "1-9")
    assert (one.author, one.issued) == ((Name("Lee", "Eun"),), Date(2012))


def test_a_field_that_is_damaged_is_told_and_the_others_are_read() -> None:
    problems = list[Problem]()
    body = field("ADDIN CSL_CITATION {broken") + field(f"ADDIN CSL_CITATION {citation('a')}")
    document = documents.read(build.docx(body), on_problem=problems.append)
    assert document is not None
    assert [one.title for one in document.references or ()] == ["Work a"]
    assert ["cannot be read" in one.message for one in problems] == [True]


def test_a_code_is_never_read_as_print() -> None:
    document = documents.read(build.docx(field(" PAGEREF x ", "(Lee and Wang 2012)")))
    assert document is not None
    assert document.text == "As shown (Lee and Wang 2012)\n"


def test_a_longer_list_that_is_typed_wins_over_a_few_fields() -> None:
    works = "".join(
        build.paragraph(f"{number}. Roe A{letter} (2010) Cells. J Cell 12:{number}-9")
        for number, letter in enumerate("ABCDEF", 1)
    )
    body = field(f"ADDIN CSL_CITATION {citation('a')}") + build.paragraph("References") + works
    document = documents.read(build.docx(body))
    assert document is not None
    assert document.references is None


def test_reference_marks_of_libreoffice_hold_zoteros_items() -> None:
    name = escape(f"ZOTERO_ITEM CSL_CITATION {citation('a')} RNDabc", quote=True)
    content = (
        '<o:document xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><text:p>'
        f'<text:reference-mark-start text:name="{name}"/>(Lee)</text:p></o:document>'
    )
    archive = build.archive(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()}
    )
    assert [one.title for one in read(archive)] == ["Work a"]
