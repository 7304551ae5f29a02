"""typst, whose BibTeX parser refuses the whole file for one mistake, takes ours and prints it."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
import typst

from cikrefs.formats import bibtex
from cikrefs.models import Reference
from tests.strangers.samples import REPORT, SAMPLES


def _printed(references: tuple[Reference, ...], folder: Path) -> str:
    (folder / "f.bib").write_text(bibtex.dumps(references), encoding="utf-8")
    document = folder / "document.typ"
    document.write_text('#bibliography("f.bib", full: true, style: "apa")', encoding="utf-8")
    pdf = pypdfium2.PdfDocument(typst.compile(str(document)))
    return _letters("".join(page.get_textpage().get_text_range() for page in pdf))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


@pytest.mark.parametrize("references", [REPORT, SAMPLES], ids=["report", "samples"])
def test_typst_prints_every_title_from_the_bib_file(
    references: tuple[Reference, ...], tmp_path: Path
) -> None:
    printed = _printed(references, tmp_path)
    assert [one.id for one in references if _letters(one.title) not in printed] == []
    assert [one.id for one in references if _letters(one.DOI) not in printed] == []
