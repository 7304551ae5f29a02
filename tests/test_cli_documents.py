"""Documents on the command line: how entries are read, what is cited, files that are no text."""

from __future__ import annotations

import json
import os
from html import escape
from pathlib import Path

import pytest

from tests.conftest import REPORT
from tests.constructed_server import Server
from tests.documents.build import docx
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


CITING = "\\documentclass{article}\n\\begin{document}\nIt is said \\cite{b,c}.\n"
ITEMS = (
    "\\begin{thebibliography}{9}\n"
    "\\bibitem{a} A. Smith, J. Chem. Phys. 12, 345 (2010).\n"
    "\\bibitem{b} C. Lee, Phys. Rev. Lett. 13, 45 (2012).\n"
    "\\end{thebibliography}\n\\end{document}\n"
)


@pytest.mark.parametrize(
    ("name", "content", "keys"),
    [
        ("paper.tex", CITING + ITEMS, ["b"]),
        ("paper.md", f"It began elsewhere [2].\n\nReferences\n\n{LIST}", ["li2012"]),
    ],
)
def test_cited_only_takes_what_the_text_cites_and_counts_what_is_left_out(
    tmp_path: Path, name: str, content: str, keys: list[str]
) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    result = run("convert", file, "--cited-only", "--to", "csl-json")
    assert [item["id"] for item in json.loads(result.stdout)] == keys
    assert "does not cite 1 of its 2 references; left out" in result.stderr


def test_cited_only_takes_every_item_of_citation_fields(tmp_path: Path) -> None:
    item = {"type": "book", "title": "A book", "author": [{"family": "Lee", "given": "A."}]}
    code = json.dumps({"citationItems": [{"id": 1, "itemData": item}]})
    field = f"ADDIN ZOTERO_ITEM CSL_CITATION {escape(code)}"
    body = f'<w:p><w:fldSimple w:instr="{field}"><w:r><w:t>(Lee)</w:t></w:r></w:fldSimple></w:p>'
    file = tmp_path / "paper.docx"
    file.write_bytes(docx(body))
    result = run("convert", file, "--cited-only", "--to", "csl-json")
    assert [item["title"] for item in json.loads(result.stdout)] == ["A book"]


def test_a_file_that_cites_nothing_has_nothing_that_is_cited_only(tmp_path: Path) -> None:
    bib, paper = tmp_path / "a.bib", tmp_path / "paper.md"
    bib.write_text("@book{a, title = {A book}, author = {Lee, A.}, year = 2012}\n")
    paper.write_text(f"No mark at all.\n\nReferences\n\n{LIST}", encoding="utf-8")
    for file, says in ((bib, "is no document"), (paper, "cites none of its references")):
        result = run("convert", file, "--cited-only", "--to", "csl-json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.count("\n") == 1
        assert says in result.stderr


def test_a_check_of_what_is_cited_still_knows_the_whole_list(
    server: Server, tmp_path: Path
) -> None:
    file = tmp_path / "paper.md"
    # without labels, so that what is left out must be counted for the numbers to mean their works
    items = "\n\n".join(line[3:] for line in LIST.splitlines())
    file.write_text(f"It began elsewhere [2, 7].\n\nReferences\n\n{items}\n", encoding="utf-8")
    report = json.loads(run("check", file, "--cited-only", "--format", "json").stdout)
    assert [one["id"] for one in report["references"]] == ["li2012"]
    assert all(one["rule"] != "uncited" for one in report["references"][0]["findings"])
    (finding,) = report["citations"][0]["findings"]
    assert finding["message"].startswith("[2, 7] cites 7")
