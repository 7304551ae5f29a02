"""The value of one field as it is written in a .bib file."""

from __future__ import annotations

from typing import cast

from cikrefs import dates
from cikrefs.formats.bibtex import latex
from cikrefs.formats.bibtex import names as bibtex_names
from cikrefs.formats.bibtex.capitals import protect
from cikrefs.formats.bibtex.fields import Row
from cikrefs.formats.common.draft import Value
from cikrefs.formats.common.lines import one_line
from cikrefs.models import Date, Name


def written(row: Row, type_: str, found: Value) -> str:
    """Return the LaTeX of a field in entries laid out as `type_` (see `fields.layout`)."""
    if row.kind == "names":
        return bibtex_names.write(cast("tuple[Name, ...]", found))
    if isinstance(found, Date):
        return dates.as_edtf(found)
    text = one_line(str(found))
    if row.kind == "verbatim":
        return text
    if row.kind == "title":
        return protect(text, latex.encode)
    if row.written(type_) == "booktitle":
        return protect(text, latex.encode, all_capitals=True)
    return latex.encode(text)
