"""pandoc prints the same bibliography from all three formats."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache

import pytest

from cikrefs.formats import FORMATS
from cikrefs.models import Reference
from tests.strangers import programs
from tests.strangers.deviations import as_read
from tests.strangers.samples import REPORT, SAMPLES

_NAMES = {"bibtex": "bibtex", "ris": "ris", "csl-json": "csljson"}
_ENTRY = re.compile(r'<div id="ref-([^"]*)" class="csl-entry"[^>]*>(.*?)</div>', re.DOTALL)
_MARKUP = re.compile(r"<[^>]*>")


@cache
def _printed(references: tuple[Reference, ...], format_: str) -> dict[str, str]:
    """Return what is printed of each reference as plain text, by its key."""
    text = FORMATS[format_].dumps(references)
    page = programs.pandoc(text, _NAMES[format_], "html", "--citeproc")
    # pandoc curls the apostrophes of all formats but RIS
    plain = html.unescape(page).replace("’", "'")
    return {key: _MARKUP.sub("", entry).strip() for key, entry in _ENTRY.findall(plain)}


def _known(references: Sequence[Reference], format_: str) -> dict[str, str]:
    known = tuple(as_read(f"pandoc -f {format_}", one) for one in references)
    return _printed(known, "csl-json")


@pytest.mark.parametrize("format_", ["bibtex", "ris"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.type)
def test_pandoc_prints_each_type_of_work_as_from_csl_json(sample: Reference, format_: str) -> None:
    key = sample.id
    assert _printed(SAMPLES, format_).get(key) == _known(SAMPLES, format_).get(key)


@pytest.mark.parametrize("format_", ["bibtex", "ris"])
def test_pandoc_prints_the_report_as_from_csl_json(format_: str) -> None:
    printed = _printed(REPORT, format_)
    assert len(printed) == 18
    assert all(one.DOI in printed[one.id] for one in REPORT)
    assert printed == _printed(REPORT, "csl-json")
