"""OpenDocument texts: paragraphs, lists, notes."""

from __future__ import annotations

from pathlib import Path

import cikrefs
from cikrefs.documents import read
from tests.documents.build import archive

SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"'
)
STYLES = (
    '<office:automatic-styles><text:list-style style:name="L1"><text:list-level-style-number'
    ' text:level="1" style:num-prefix="[" style:num-suffix="]" style:num-format="1"/>'
    "</text:list-style></office:automatic-styles>"
)
WORKS = (
    "Baker AB, Fern C (2009) Moss on old walls. J Wall Ecol 12(3):45–67",
    "Cole D (2010) Lichen on old stones. J Stone Ecol 3:1–9",
    "Dunn EF, Elm G, Fir H (2011) Fern and moss in towns. Urban Plants 7:100–110",
)


def odt(body: str) -> bytes:
    content = f"<office:document-content {SPACES}>{STYLES}<office:body><office:text>{body}"
    content += "</office:text></office:body></office:document-content>"
    mimetype = b"application/vnd.oasis.opendocument.text"
    return archive({"mimetype": mimetype, "content.xml": content.encode()})


def text(body: str) -> str | None:
    document = read(odt(body))
    return document.text if document else None


def test_a_list_of_references_is_read_with_its_numbers(tmp_path: Path) -> None:
    items = "".join(f"<text:list-item><text:p>{one}</text:p></text:list-item>" for one in WORKS)
    body = "<text:p>It began long ago [1].</text:p><text:h>References</text:h>"
    body += f'<text:list text:style-name="L1">{items}</text:list><text:p>The end</text:p>'
    file = tmp_path / "paper.odt"
    file.write_bytes(odt(body))
    found = cikrefs.read(file)
    assert [(one.source.label, one.source.text) for one in found] == [
        (str(number), work) for number, work in enumerate(WORKS, 1)
    ]
    assert text(body) == (
        "It began long ago [1].\n\n# References\n\n"
        + "".join(f"[{number}] {work}\n" for number, work in enumerate(WORKS, 1))
        + "\nThe end\n\n"
    )


def test_blanks_breaks_links_and_remarks_are_what_a_reader_sees() -> None:
    body = (
        "<text:p>a<text:s/>b<text:tab/>c<text:line-break/>d<text:span>e</text:span>f"
        '<office:annotation><text:p>a remark</text:p></office:annotation> <text:a xlink:href="'
        'https://doi.org/10.5555/x">Link</text:a></text:p>'
        "<text:tracked-changes><text:p>struck out</text:p></text:tracked-changes>"
    )
    assert text(body) == "a b c\ndef Link https://doi.org/10.5555/x\n\n"


def test_notes_stand_numbered_at_the_end() -> None:
    note = "<text:note><text:note-citation>9</text:note-citation><text:note-body><text:p>{}"
    note += "</text:p></text:note-body></text:note>"
    body = f"<text:p>One{note.format(WORKS[0])} and two{note.format(WORKS[1])}.</text:p>"
    assert text(body) == (
        "One<sup>1</sup> and two<sup>2</sup>.\n\n# Notes and references\n\n"
        f"1. {WORKS[0]}\n2. {WORKS[1]}\n"
    )
