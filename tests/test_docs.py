"""Pages made from the program are what the program makes of them now.

`python -m tests.pages` writes them.
"""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from cikrefs.checks.rules import RULES
from cikrefs.registry.services import REGISTRIES
from cikrefs.reports import REPORTS
from tests import library
from tests.conftest import ROOT
from tests.pages import rules_page
from tests.reports.samples import EACH_KIND, UNCONFIRMED

DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", RULES)
def test_a_rules_page_says_what_its_row_says(name: str) -> None:
    text = (DOCS / "rules" / f"{name}.md").read_text(encoding="utf-8")
    assert text == rules_page(name)


def test_there_are_no_pages_of_rules_that_are_gone() -> None:
    assert {path.stem for path in (DOCS / "rules").glob("*.md")} == set(RULES)


def test_the_library_reference_says_what_the_docstrings_say() -> None:
    assert (DOCS / "library.md").read_text(encoding="utf-8") == library.page()


SCHEMA = json.loads((DOCS / "check.schema.json").read_text(encoding="utf-8"))


def test_the_json_report_of_every_kind_of_check_obeys_its_schema() -> None:
    validator = Draft202012Validator(SCHEMA)
    report = json.loads(REPORTS["json"]([*EACH_KIND, UNCONFIRMED]))
    assert report["references"]
    assert [error.message for error in validator.iter_errors(report)] == []


def test_the_schema_knows_every_key_of_the_json_report() -> None:
    report = json.loads(REPORTS["json"](EACH_KIND))
    reference = next(one for one in report["references"] if one["findings"])
    assert set(report) == set(SCHEMA["properties"])
    known = SCHEMA["$defs"]["reference"]
    assert set(reference) == set(known["required"])
    # only of what a manuscript cites
    assert set(known["properties"]) - set(known["required"]) == {"bibliography"}
    assert set(reference["findings"][0]) == set(SCHEMA["$defs"]["finding"]["properties"])


def test_the_schema_names_everybody_who_may_have_answered() -> None:
    items = SCHEMA["$defs"]["reference"]["properties"]["asked"]["items"]
    named = items["anyOf"][0]["enum"]
    assert named == [*dict.fromkeys(("crossref", "doi.org", *REGISTRIES)), "lock"]
