"""A list as a Word or OpenDocument file, which pandoc writes.

pandoc gets the entries already formatted, so that a document and a page say the same, in
the paragraph style "Bibliography", through which an author can change all of them at once. pandoc
has that style for Word only, and without a list's hanging indent; so it is put into the files.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache

from cikrefs import pandoc
from cikrefs.lists import pandoc_document
from cikrefs.lists.model import FormattedList

_WORD_STYLE = """<w:style w:type="paragraph" w:styleId="Bibliography">
<w:name w:val="Bibliography"/><w:basedOn w:val="Normal"/><w:next w:val="Bibliography"/><w:qFormat/>
<w:pPr><w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs><w:ind w:left="567" w:hanging="567"/>
</w:pPr>
</w:style>"""

_OPENDOCUMENT_STYLE = """<style:style style:name="Bibliography" style:family="paragraph"
 style:parent-style-name="Standard"><style:paragraph-properties fo:margin-left="1cm"
 fo:text-indent="-1cm" fo:margin-bottom="0.2cm"/></style:style>"""

_STYLES = {
    "docx": (
        "word/styles.xml",
        r'<w:style [^>]*w:styleId="Bibliography".*?</w:style>',
        _WORD_STYLE,
    ),
    "odt": ("styles.xml", "(?=</office:styles>)", _OPENDOCUMENT_STYLE),
}
"""The file in a package with its styles, where our style goes, and our style: hanging by 1 cm."""


def dumps(formatted: FormattedList, format_: str) -> bytes:
    """Return the list as a file of the format "docx" or "odt". Raises ProgramError."""
    text = pandoc_document.dumps(formatted, _api_version())
    package = pandoc.run(["-f", "json", "-t", format_, "-o", "-"], text)
    return _with_style(package, *_STYLES[format_])


@cache
def _api_version() -> list[int]:
    """Return the version of the documents that this pandoc reads."""
    return list(json.loads(pandoc.run(["-t", "json"], ""))["pandoc-api-version"])


def _with_style(package: bytes, member: str, place: str, style: str) -> bytes:
    """Return the package with `style` at the first `place` of its `member`."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == member:
                text = content.decode()
                content = re.sub(place, lambda _: style, text, count=1, flags=re.DOTALL).encode()
            new.writestr(info, content)
    return out.getvalue()
