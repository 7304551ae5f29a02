"""Documents that are not plain text: PDF, Word, LibreOffice, HTML and JATS, told by their content.

PDFs, documents of Word and LibreOffice, and pages become plain text, which `cikrefs.printed` reads
like any other; JATS tags its references, so they are read from the tags. A new kind of document is
a row in KINDS; a kind that people try but that cannot be read is a row in REFUSED, which says what
to do. Modules are imported on use, since parsers load slowly.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cikrefs.errors import InputError, OnProblem, Problem, report
from cikrefs.models import Reference

__all__ = ["KINDS", "REFUSED", "Document", "read"]

_HEAD = 4096
_PROLOG = re.compile(r"\s*(?:<\?[^>]*>\s*|<!--(?:[^-]|-(?!->))*-->\s*)*")
_DOCTYPE = re.compile(r"<!DOCTYPE\s+(?P<root>[\w:-]+)", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w-]+:)?(?P<root>[A-Za-z][\w.-]*)[\s/>]")
_PAGES = frozenset("html head body".split())
_FRAGMENTS = frozenset("article div dl h1 h2 h3 h4 h5 h6 main ol p section table ul".split())
_CLOSED = re.compile(rb"</[A-Za-z][\w-]{0,20}>\s*\Z")
_JATS = re.compile(
    rb"<(?:[\w-]{1,20}:)?(?:ref-list|(?:element|mixed|nlm)-citation|article-meta)[\s>]|NLM//DTD"
)
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Document:
    """What a document says: its `kind` (a key of KINDS) and its text, or its references at once.

    A manuscript, which cites by keys, has both.
    """

    kind: str
    text: str | None = None
    references: tuple[Reference, ...] | None = None

    @property
    def is_cited(self) -> bool:
        """Whether its references are those of its citation fields, so that each is cited."""
        return self.kind in {"docx", "odt"} and self.references is not None


def read(
    content: bytes, *, on_problem: OnProblem | None = None, path: Path | None = None
) -> Document | None:
    """Read a document; None if `content` is plain text (or nothing that is known).

    `path` is where it stands: beside it a manuscript's bibliography is looked for.

    Raises InputError, with what to do, for a document that is broken, encrypted, too big, without
    text, or of a kind that cannot be read.
    """
    from cikrefs.documents import manuscripts

    if manuscripts.is_manuscript(content):
        text, cited = manuscripts.read(content, path, on_problem)
        return Document("manuscript", text=text, references=tuple(cited))
    for kind, (is_kind, read_kind) in KINDS.items():
        if is_kind(content):
            found = read_kind(content, on_problem)
            if isinstance(found, str):
                return Document(kind, text=found)
            return Document(kind, references=tuple(found))
    for is_refused, message in REFUSED:
        if is_refused(content):
            raise InputError(message)
    return None


def _is_pdf(content: bytes) -> bool:
    # readers allow for other bytes before the mark (ISO 32000-1, annex H.3.4.1)
    return content.startswith(b"%PDF-") or (b"%PDF-" in content[:1024] and b"\0" in content)


def _read_pdf(content: bytes, _: OnProblem | None) -> str:
    from cikrefs.documents import pdf

    return pdf.text(content)


def _is_docx(content: bytes) -> bool:
    if not content.startswith(_ZIP):
        return False
    from cikrefs.documents import package, word

    return word.main_part(package.Package(content)) is not None


def _read_docx(content: bytes, on_problem: OnProblem | None) -> str | Sequence[Reference]:
    from cikrefs.documents import fields, package, word

    text, opened = word.text(content), package.Package(content)
    items = fields.in_word(opened, word.main_part(opened) or "", on_problem)
    return _cited_or_listed(items, text, on_problem)


def _cited_or_listed(
    items: Sequence[Reference], text: str, on_problem: OnProblem | None
) -> str | Sequence[Reference]:
    """Return the items of citation fields; the text if there are none, or it lists far more."""
    from cikrefs import keys, printed

    listed = len(printed.entries(text)) if items else 0
    if 2 * len(items) < listed or not items:
        return text
    if listed > len(items):
        message = f"lists {listed} works and cites {len(items)} by fields; these are read"
        report(Problem(message, lost=False), on_problem)
    return keys.assign(items)


def _is_odt(content: bytes) -> bool:
    return content.startswith(_ZIP) and b"opendocument.text" in content[:100]


def _read_odt(content: bytes, on_problem: OnProblem | None) -> str | Sequence[Reference]:
    from cikrefs.documents import fields, opendocument, package

    opened = package.Package(content)
    root = opened.tree("content.xml")
    styles = opened.tree("styles.xml") if "styles.xml" in opened.names else None
    items = fields.references(fields.marks(root), on_problem=on_problem)
    return _cited_or_listed(items, opendocument.text(root, styles), on_problem)


def _is_html(content: bytes) -> bool:
    doctype, root = _start(content)
    return (
        doctype == "html"
        or root in _PAGES
        or (root in _FRAGMENTS and bool(_CLOSED.search(content, max(0, len(content) - 99))))
    )


def _read_html(content: bytes, on_problem: OnProblem | None) -> str:
    from cikrefs.documents import hypertext

    return hypertext.text(content, on_problem=on_problem)


def _is_jats(content: bytes) -> bool:
    root = _start(content)[1]
    return root not in ("", *_REFERENCES) and bool(_JATS.search(content))


def _read_jats(content: bytes, on_problem: OnProblem | None) -> Sequence[Reference]:
    from cikrefs.documents import jats

    return jats.loads(content, on_problem=on_problem)


def _start(content: bytes) -> tuple[str, str]:
    """Return the names in the DOCTYPE and of the first element, in small letters, or nothing."""
    encoding = "utf-16" if content.startswith((BOM_UTF16_BE, BOM_UTF16_LE)) else "utf-8-sig"
    head = content[:_HEAD].decode(encoding, "replace")
    prolog = _PROLOG.match(head)
    at = prolog.end() if prolog else 0
    doctype = _DOCTYPE.match(head, at)
    root = _ROOT.search(head, doctype.end()) if doctype else _ROOT.match(head, at)
    return (doctype["root"].lower() if doctype else "", root["root"].lower() if root else "")


KINDS: dict[
    str,
    tuple[
        Callable[[bytes], bool],
        Callable[[bytes, OnProblem | None], str | Sequence[Reference]],
    ],
] = {
    "pdf": (_is_pdf, _read_pdf),
    "docx": (_is_docx, _read_docx),
    "odt": (_is_odt, _read_odt),
    "jats": (_is_jats, _read_jats),
    "html": (_is_html, _read_html),
}
"""How a kind of document is recognized, and what reads it; the first row that fits decides."""

_REFERENCES = frozenset(
    "xml pubmedarticleset pubmedarticle mods modscollection doi_records crossref_result".split()
)
_CONVERT = "save it as .docx (soffice --headless --convert-to docx FILE)"
REFUSED: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (
        lambda content: (
            content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content
        ),
        "is a document with a password; save it without one",
    ),
    (
        lambda content: content.startswith(_OLE),
        f"is an Office document of before 2007 (.doc); {_CONVERT}",
    ),
    (lambda content: content.startswith(b"{\\rtf"), f"is RTF; {_CONVERT}"),
    (
        lambda content: content.startswith(_ZIP) and b"epub+zip" in content[:100],
        "is an EPUB; make a page of it (pandoc FILE -s -o FILE.html)",
    ),
    (
        lambda content: content.startswith((_ZIP, b"PK\x05\x06")),
        "is a ZIP archive without a Word document; unpack it, give what it holds",
    ),
    (
        lambda content: (
            content.removeprefix(b"\xef\xbb\xbf").startswith(b"<?xml")
            # EndNote's and PubMed's are formats of references; so are some that `formats` refuses
            and _start(content)[1] not in _REFERENCES
        ),
        "is XML, but no JATS and no EndNote library; export it as RIS, BibTeX or CSL-JSON",
    ),
)
"""How files that are not read are recognized, and what to do; the first row that fits decides."""
