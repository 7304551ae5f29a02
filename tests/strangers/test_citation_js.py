"""citation-js, on which many websites stand, reads the same CSL out of all three formats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

from cikrefs.formats import FORMATS
from cikrefs.models import Reference
from tests.strangers import programs
from tests.strangers.deviations import as_read
from tests.strangers.samples import REPORT, SAMPLES

_OURS = ("citation-key", "custom", "journalAbbreviation")
"""Variables for Zotero that only CSL-JSON has a place for."""


def _name(name: dict[str, str]) -> str:
    """Return a name without regard to its division, for citation-js cuts off particles."""
    parts = ("non-dropping-particle", "dropping-particle", "family", "literal")
    last = " ".join(name[part] for part in parts if part in name)
    return ", ".join(filter(None, (last, name.get("given"), name.get("suffix"))))


def _item(item: dict[str, Any]) -> dict[str, Any]:
    item = {name: value for name, value in item.items() if name not in _OURS}
    for name, value in item.items():
        if name == "publisher" and isinstance(value, list):
            item[name] = " and ".join(value)  # cut like names, which CSL forbids
        elif isinstance(value, list):
            item[name] = [_name(one) for one in value]
    if "keyword" in item:
        item["keyword"] = item["keyword"].replace(", ", ",")
    return item


@cache
def _csl(references: tuple[Reference, ...], format_: str) -> dict[str, dict[str, Any]]:
    text = FORMATS[format_].dumps(references)
    items = json.loads(programs.citation_js(text, format_, "csl"))
    return {item["id"]: _item(item) for item in items}


def _known(references: Sequence[Reference], format_: str) -> dict[str, dict[str, Any]]:
    return _csl(tuple(as_read(f"citation-js {format_}", one) for one in references), "csl-json")


@pytest.mark.parametrize("format_", ["bibtex", "ris"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.type)
def test_citation_js_reads_each_type_of_work_as_from_csl_json(
    sample: Reference, format_: str
) -> None:
    assert _csl(SAMPLES, format_)[sample.id] == _known(SAMPLES, format_)[sample.id]


@pytest.mark.parametrize("format_", ["bibtex", "ris"])
def test_citation_js_reads_the_report_as_from_csl_json(format_: str) -> None:
    read = _csl(REPORT, format_)
    assert [one.id for one in REPORT] == list(read)
    assert read == _csl(REPORT, "csl-json")


def test_citation_js_reads_csl_json_as_it_stands() -> None:
    written = json.loads(FORMATS["csl-json"].dumps(SAMPLES))
    assert list(_csl(SAMPLES, "csl-json").values()) == [_item(item) for item in written]
