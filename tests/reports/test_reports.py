"""All reports: they are in the table, they take anything, and the program's one keeps its keys."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

import cikrefs
from cikrefs import __version__
from cikrefs.models import Source
from cikrefs.reports import REPORTS, Head, pieces, summary
from tests.reports.samples import DEAD, DOUBTFUL, EACH_KIND, HOSTILE_VALUES, SILENT, hostile

MODULES = {
    path.stem.removesuffix("_report")
    for path in Path(cikrefs.__file__).parent.glob("reports/*_report.py")
}


def test_every_report_has_a_name_and_every_name_a_report() -> None:
    assert set(REPORTS) == MODULES


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_of_nothing_is_still_a_report(name: str) -> None:
    assert REPORTS[name]([]).endswith("\n")


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_the_same_each_time(name: str) -> None:
    assert REPORTS[name](EACH_KIND) == REPORTS[name](EACH_KIND)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_every_report_takes_any_value_and_can_be_written(name: str, kind: str) -> None:
    assert REPORTS[name](hostile(HOSTILE_VALUES[kind])).encode("utf-8")


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_says_what_the_settings_file_changes(name: str) -> None:
    told = REPORTS[name](EACH_KIND, Head(settings="cikrefs.toml sets fail-on = never"))
    assert told.count("cikrefs.toml sets fail-on = never") == (2 if name == "junit" else 1)
    assert "settings" not in re.sub('"settings": null', "", REPORTS[name]([DEAD]))


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_no_settings_do_anything_in_a_report(name: str, kind: str) -> None:
    evil = HOSTILE_VALUES[kind]
    told = REPORTS[name]([DEAD], Head(settings=f"{evil} sets fail-on = never"))
    assert told.encode("utf-8")
    added = set(told.splitlines()) - set(REPORTS[name]([DEAD]).splitlines())
    commands = [line for line in added if line.lstrip().startswith("::")]
    assert len(commands) == (name == "github")
    assert name not in ("html", "markdown", "junit") or "<script>" not in "".join(added)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_in_pieces_is_the_report(name: str) -> None:
    for checks in ([], EACH_KIND, hostile(HOSTILE_VALUES["surrogate"])):
        assert "".join(pieces(name, checks)) == REPORTS[name](checks)


def test_json_is_written_a_reference_at_a_time_as_any_json_with_two_blanks_would_be() -> None:
    checks = [*EACH_KIND, replace(EACH_KIND[0], about="citation")]
    for some in ([], checks[:1], checks):
        text = "".join(pieces("json", some))
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"
    assert len(list(pieces("json", checks))) > len(checks)


SHOWN = [name for name in REPORTS if name not in ("json", "sarif")]
"""The reports that people see; JSON has its own escapes for what is invisible."""


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("kind", ["terminal", "bidi", "noncharacter"])
def test_no_report_lets_an_invisible_character_through(name: str, kind: str) -> None:
    text = REPORTS[name](hostile(HOSTILE_VALUES[kind]))
    assert {char for char in text if not char.isprintable()} == {"\n"}


@pytest.mark.parametrize("name", sorted(set(REPORTS) - {"text"}))
@pytest.mark.parametrize("evil", ["a ##vso[task.x]b", "###[group]x", "##VSO[y]"])
def test_no_report_commands_the_log_it_may_be_printed_in(name: str, evil: str) -> None:
    text = REPORTS[name](hostile(evil))
    assert not re.search(r"##(?:vso)?\[", text, re.IGNORECASE)
    if name == "json":
        assert json.loads(text)["references"][0]["findings"][0]["printed"] == evil
    if name == "junit":
        assert evil in "".join(ET.fromstring(text).itertext())  # noqa: S314  # our own


def test_asking_for_one_report_does_not_load_the_libraries_of_the_others() -> None:
    code = "import sys, cikrefs.reports as r; r.REPORTS['json']([]); print('jinja2' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_what_came_by_standard_input_has_no_path(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = BytesIO(b"@article{a, title={T}}")

    monkeypatch.setattr(sys, "stdin", Stdin)
    reference = cikrefs.read("-")[0]
    assert reference.source.file
    assert summary.path(cikrefs.Check(reference=reference)) is None


def test_a_doi_is_linked_only_at_doi_org() -> None:
    assert summary.link("10.1016/j.x(1)<2>") == "https://doi.org/10.1016/j.x(1)%3C2%3E"
    for text in ("javascript:alert(1)", "https://example.org/10.1/x", "10.5555/a\u202e", "", None):
        assert summary.link(text) is None


def test_json_has_the_documented_keys_and_values() -> None:
    report = json.loads(REPORTS["json"](EACH_KIND))
    assert report["version"] == 2
    assert report["tool"] == f"cikrefs {__version__}"
    assert report["summary"] == {
        "references": 5,
        "ok": 2,
        "warning": 1,
        "error": 1,
        "unconfirmed": 0,
        "unchecked": 1,
    }
    assert report["references"][4] == {
        "id": "zhou2022",
        "label": "14",
        "file": "references.bib",
        "line": 210,
        "doi": "10.1016/j.clcc.2022.07.009",
        "status": "error",
        "agency": None,
        "asked": ["crossref"],
        "unavailable": None,
        "findings": [
            {
                "rule": "doi-not-found",
                "severity": "error",
                "field": "DOI",
                "printed": "10.1016/j.clcc.2022.07.009",
                "registered": None,
                "suggestion": "10.1016/j.cllc.2022.07.009",
                "accepted": None,
                "message": "not registered",
                "line": 219,
                "column": 10,
            }
        ],
    }


def test_json_names_fields_as_csl_does() -> None:
    findings = json.loads(REPORTS["json"]([DOUBTFUL]))["references"][0]["findings"]
    assert findings[0]["field"] == "container-title"


def test_json_says_why_a_reference_is_unchecked() -> None:
    reference = json.loads(REPORTS["json"]([SILENT]))["references"][0]
    assert (reference["status"], reference["unavailable"]) == ("unchecked", "no answer")
    assert reference["asked"] == []


@pytest.mark.parametrize("kind", HOSTILE_VALUES)
def test_json_holds_every_value_whole(kind: str) -> None:
    report = json.loads(REPORTS["json"](hostile(HOSTILE_VALUES[kind])))
    assert report["references"][0]["findings"][0]["message"] == HOSTILE_VALUES[kind]


def test_a_reference_without_key_and_label_is_still_called_something() -> None:
    assert summary.who(DEAD) == "[14] zhou2022"
    nameless = cikrefs.Check(reference=cikrefs.Reference(source=Source(file="x")))
    assert summary.who(nameless) == "(no key)"
