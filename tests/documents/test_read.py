"""Documents are told by their content."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cikrefs import documents
from cikrefs.documents import kinds
from cikrefs.errors import InputError
from tests.documents import build

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (build.pdf([[(40, 700, 8, "Lee")]]), "pdf"),
        (b"\0\n" + build.pdf([[(40, 700, 8, "Lee")]]), "pdf"),
        (build.docx(build.paragraph("Lee")), "docx"),
        (b"<!DOCTYPE html><p>Lee", "html"),
        (b"\xef\xbb\xbf \n<!-- saved --><html><p>Lee", "html"),
        ("<html><p>Lee".encode("utf-16"), "html"),
        (
            b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0"><html><p>Lee',
            "html",
        ),
        (b"<ol><li>Lee</li></ol>\n", "html"),
        (b"<article><p>Lee</p></article>", "html"),
    ],
)
def test_a_document_is_told_and_its_text_read(content: bytes, kind: str) -> None:
    document = documents.read(content)
    assert document is not None
    assert (document.kind, document.references) == (kind, None)
    assert "Lee" in (document.text or "")


@pytest.mark.parametrize(
    "prolog",
    [
        "",
        '<?xml version="1.0"?>\n<!-- x -->',
        '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.2//EN" "a.dtd">',
    ],
)
def test_jats_is_told_and_its_references_read(prolog: str) -> None:
    ref = "<ref><element-citation><source>J</source></element-citation></ref>"
    document = documents.read(build.jats(ref, prolog=prolog))
    assert document is not None
    assert (document.kind, document.text) == ("jats", None)
    assert [one.title for one in document.references or ()] == ["J"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"References\n\n1. Lee A (2019) Cells.\n",
        b"@article{lee, title = {<i>x</i>}}",
        b"TY  - JOUR\nER  - \n",
        b'[{"id": "a"}]',
        b"<!-- image -->\n# References\n\n1. Lee A (2019) <i>x</i>. <https://doi.org/10.1000/ab>",
        b"<div align=center>Cells</div>\n\n- Lee A (2019) Cells. <https://doi.org/10.1000/ab>\n",
        b"<lee@example.org> wrote",
        b"a text about %PDF- files",
    ],
)
def test_plain_text_is_no_document(content: bytes) -> None:
    assert documents.read(content) is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (OLE + b"WordDocument", "soffice --headless --convert-to docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (rb"{\rtf1 Lee}", "RTF; save it as .docx"),
        (build.archive({"mimetype": b"application/epub+zip"}), "EPUB; make a page of it"),
        (build.archive({"a.txt": b"Lee"}), "ZIP archive without a Word document"),
        (build.archive({}), "ZIP archive without a Word document"),
        (b"PK\x03\x04 and no more", "broken ZIP archive"),
        (b'<?xml version="1.0"?><TEI><ref target="x"/></TEI>', "XML, but no JATS"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says):
        documents.read(content)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_kind_is_tested_here(kind: str) -> None:
    assert kind in {"pdf", "docx", "odt", "html", "jats"}  # odt: test_opendocument


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = (
        "import sys, cikrefs.documents as d; d.read(b'plain');"
        "heavy = {'lxml', 'pypdfium2', 'zipfile', 'cikrefs.printed', 'pylatexenc'};"
        "print(heavy & sys.modules.keys())"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "set()\n"
