"""biber, which knows biblatex's data model, has next to nothing to say against our .bib files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cikrefs.formats import bibtex
from tests.strangers import programs
from tests.strangers.samples import REPORT, SAMPLES

pytestmark = pytest.mark.slow

_WARNING = re.compile(r"WARN - Datamodel: Entry '([^']*)' .*?[Ff]ield '([^']*)'")

WARNED_OF = {
    # these no entry has a place for: biber leaves them out
    "act2007": {"section"},
    "darwin1838": {"archive", "archivelocation"},
    "desouza2025": {"pmid"},
    "moreau1997": {"medium"},
    "schmidt2023": {"recipient"},
    "tanaka2015": {"submitted"},
    # these it keeps, though entries of the type should not have them
    "iso2018": {"number", "publisher"},
    "okafor2024": {"number"},
    "oneill2021": {"edition", "location"},
    "python2024": {"journaltitle"},
}
"""What biblatex's data model has no place for."""

_NO_FIELDS_AT_ALL = {
    "act2007": {"journaltitle", "number", "title"},
    "moreau1997": {"editor", "editortype", "publisher", "title", "type"},
    "schmidt2023": {"author", "title", "type"},
    "tanaka2015": {"institution"},
}
"""Of @legislation, @movie and @letter the data model has the names only, of @patent little more."""


def _warned_of(text: str, folder: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for warning in programs.biber(text, folder)[1]:
        match = _WARNING.match(warning)
        assert match, warning
        found.setdefault(match[1], set()).add(match[2])
    return found


def test_biber_does_not_warn_of_the_reports_references(tmp_path: Path) -> None:
    assert programs.biber(bibtex.dumps(REPORT), tmp_path)[1] == []


def test_biber_warns_of_nothing_but_fields_biblatex_has_no_place_for(tmp_path: Path) -> None:
    expected = {
        key: WARNED_OF.get(key, set()) | _NO_FIELDS_AT_ALL.get(key, set())
        for key in WARNED_OF.keys() | _NO_FIELDS_AT_ALL.keys()
    }
    assert _warned_of(bibtex.dumps(SAMPLES), tmp_path) == expected
