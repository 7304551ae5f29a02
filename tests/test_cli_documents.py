"""Documents on the command line: how entries are read, what is cited, files that are no text."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.conftest import REPORT
from tests.constructed_server import Server
from tests.test_cli import run

LIST = (
    "1. Sharma A, Schmidt-Wolf IGH (2021) 30 years of CIK cell therapy: recapitulating the key"
    " breakthroughs and future perspective. J Exp Clin Cancer Res 40(1):388."
    " https://doi.org/10.1186/s13046-021-02184-2\n"
    "2. Li R, Wang C, Liu L, Du C, Cao S, Yu J, Wang SE, Hao X, Ren X, Li H (2012) Autologous"
    " cytokine-induced killer cell immunotherapy in lung cancer: a phase II clinical study. Cancer"
    " Immunol Immunother 61(11):2125–2133. https://doi.org/10.1007/s00262-012-1260-2\n"
)


def test_parse_shows_each_entry_with_its_fields_and_how_sure_they_are() -> None:
    result = run("parse", REPORT)
    first, second, *_ = result.stdout.split("\n\n")
    assert result.exit_code == 0
    assert first.startswith("galvagno2024  article-journal, partial, line 13\n")
    assert "  unparsed              2;" in first
    assert second.startswith("gammaitoni2017  article-journal, exact, line 14\n")
    assert "  page                  2277-2288\n" in second


def test_parse_gives_json_with_spans_and_the_sentences_that_cite(tmp_path: Path) -> None:
    file = tmp_path / "paper.md"
    file.write_text(f"It began long ago [1]. Then came [2, 3].\n\nReferences\n\n{LIST}")
    report = json.loads(run("parse", file, "--format", "json").stdout)
    first = report["references"][0]
    start, end = first["fields"]["title"]["span"]
    assert first["text"][start:end] == first["fields"]["title"]["value"]
    assert first["fields"]["author"]["value"][1] == {"family": "Schmidt-Wolf", "given": "I. G. H."}
    assert (first["confidence"], first["cited_in"]) == ("exact", ["It began long ago [1]."])
    assert [one["label"] for one in report["undefined_citations"]] == ["3"]


def test_check_of_a_document_names_uncited_references_and_undefined_citations(
    server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "paper.md"
    file.write_text(f"It began long ago [1, 7].\n\nReferences\n\n{LIST}")
    report = json.loads(run("check", file, "--format", "json").stdout)
    assert report["summary"]["references"] == 2
    assert [f["rule"] for f in report["references"][1]["findings"]] == ["uncited"]
    (finding,) = report["citations"][0]["findings"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("undefined-citation", 1, 19)
    text = run("check", file).stdout
    assert "undefined-citation" in text
    assert "2 references:" in text


def test_a_web_page_is_read_like_its_text(tmp_path: Path) -> None:
    items = "".join(f"<li>{line[3:]}</li>" for line in LIST.splitlines())
    page = f"<!DOCTYPE html><html><body><h2>References</h2><ol>{items}</ol></body></html>"
    file = tmp_path / "page.html"
    file.write_text(page, encoding="utf-8")
    result = run("convert", file, "--to", "csl-json")
    assert [item["id"] for item in json.loads(result.stdout)] == ["sharma2021", "li2012"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7 nothing of a PDF", "PDF"),
        (b"PK\x03\x04 broken", "ZIP"),
        (b"{\\rtf1 text}", "RTF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", ".doc"),
    ],
)
def test_a_document_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, content: bytes, says: str
) -> None:
    file = tmp_path / "paper"
    file.write_bytes(content)
    result = run("check", file)
    assert (result.exit_code, says in result.stderr) == (2, True)
    assert str(file) in result.stderr
    assert "Traceback" not in result.stderr


def test_the_whole_report_reads_as_18_references_all_cited(server: Server) -> None:
    path = os.environ.get("CIKREFS_REPORT")
    if not path:
        pytest.skip("CIKREFS_REPORT does not name the report's text")
    report = json.loads(run("check", path, "--format", "json").stdout)
    rules = {f["rule"] for one in report["references"] for f in one["findings"]}
    assert report["summary"]["references"] == 18
    assert not {"uncited", "undefined-citation"} & rules
    assert report["citations"] == []
