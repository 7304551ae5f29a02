"""Small documents of each kind, built by hand so that a test shows all that is in them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from cikrefs.models import Reference

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

DECIMAL = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl>'
)


def paragraph(text: str, properties: str = "") -> str:
    """Return a paragraph of one run."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def numbered(text: str, list_: int = 1, level: int = 0) -> str:
    """Return a paragraph that Word numbers."""
    return paragraph(
        text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
    )


def numbering(levels: str = DECIMAL, nums: str = "") -> str:
    """Return a numbering part with one abstract list and list 1 on it."""
    return (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}</w:numbering>'
    )


def docx(
    body: str,
    parts: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
    *,
    prolog: str = "",
) -> bytes:
    """Return a Word document: its body, further parts by kind, link targets by relationship id."""
    parts = dict(parts or {})
    related = "".join(
        f'<Relationship Id="p-{kind}" Type="{_TYPE}/{kind}" Target="{kind}.xml"/>' for kind in parts
    ) + "".join(
        f'<Relationship Id="{id_}" Type="{_TYPE}/hyperlink" Target="{escape(target)}" '
        f'TargetMode="External"/>'
        for id_, target in (links or {}).items()
    )
    files = {
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="r1"'
        f' Type="{_TYPE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONSHIPS}">'
        f"{related}</Relationships>",
        "word/document.xml": f"{prolog}<w:document {W} {R}><w:body>{body}</w:body></w:document>",
        **{f"word/{kind}.xml": text for kind, text in parts.items()},
    }
    return archive({name: text.encode() for name, text in files.items()})


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as zip_:
        for name, content in files.items():
            stored = ZIP_STORED if name == "mimetype" else None  # as EPUB and ODF want it
            zip_.writestr(name, content, stored)
    return written.getvalue()


def with_part(package: bytes, name: str, text: str) -> bytes:
    """Return a ZIP archive with one more file in it."""
    with ZipFile(BytesIO(package)) as zip_:
        files = {one: zip_.read(one) for one in zip_.namelist()}
    return archive({**files, name: text.encode()})


Show = tuple[float, float, float, str]
"""Left and baseline in points from the lower left corner, size in points, text."""


def pdf(pages: Iterable[Sequence[Show | str]]) -> bytes:
    """Return a PDF in Courier; a string among the texts of a page is PDF's own commands."""
    objects = ["", "", "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>"]
    kids = []
    for page in pages:
        content = "\n".join(one if isinstance(one, str) else _shown(*one) for one in page)
        objects.append(f"<</Length {len(content.encode('cp1252'))}>>stream\n{content}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1 3 0 R>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = "<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    written, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(written))
        written += f"{number} 0 obj\n{one}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    written_at = len(written)
    return (
        written
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
            f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{written_at}\n%%EOF\n"
        ).encode()
    )


def _shown(left: float, base: float, size: float, text: str) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf 1 0 0 1 {left} {base} Tm ({escaped}) Tj ET"


def column(lines: Iterable[str], left: float, top: float, size: float = 8) -> list[Show]:
    """Return lines one under the other."""
    return [(left, top - 1.25 * size * row, size, line) for row, line in enumerate(lines)]


def wrapped(entries: Iterable[str], width: int) -> list[str]:
    """Return entries in lines of at most `width` characters."""
    return [
        line for entry in entries for line in textwrap.wrap(entry, width, break_long_words=False)
    ]


def jats(refs: str, *, prolog: str = "") -> bytes:
    """Return an article with these `ref`s."""
    return (
        f'{prolog}<article xmlns:xlink="http://www.w3.org/1999/xlink"><front><article-meta/>'
        f"</front>"
        f"<body/><back><ref-list><title>References</title>{refs}</ref-list></back></article>"
    ).encode()


def tagged(number: int, reference: Reference) -> str:
    """Return a journal article as a `ref` with an `element-citation`, as publishers tag it."""
    names = "".join(
        f"<name><surname>{escape(one.family)}</surname>"
        f"<given-names>{one.given.replace('. ', '').rstrip('.')}</given-names></name>"
        for one in reference.author
    )
    first, _, last = reference.page.partition("-")
    pages = f"<fpage>{first}</fpage>" + (f"<lpage>{last}</lpage>" if last else "")
    if first.startswith("e"):
        pages = f"<elocation-id>{first}</elocation-id>"
    issue = f"<issue>{reference.issue}</issue>" if reference.issue else ""
    return (
        f'<ref id="CR{number}"><label>{number}.</label><element-citation '
        f'publication-type="journal">'
        f'<person-group person-group-type="author">{names}</person-group>'
        f"<year>{reference.issued}</year><article-title>{escape(reference.title)}</article-title>"
        f"<source>{escape(reference.container_title)}</source><volume>{reference.volume}</volume>"
        f'{issue}{pages}<pub-id pub-id-type="doi">{escape(reference.DOI)}</pub-id>'
        "</element-citation></ref>\n"
    )
