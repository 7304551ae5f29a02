"""Filling what a reference lacks: from its own record only, and nothing that is there changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import cikrefs
from cikrefs.checks import check
from cikrefs.completing import completed
from cikrefs.models import OTHERS, Date, Name, Record, Reference
from tests.conftest import ROOT
from tests.constructed_server import Server
from tests.registry.fake import FakeRegistry
from tests.test_cli import run

WORK = Reference(
    type="article-journal",
    title="Ex vivo expansion of killer cells: a phase II study",
    author=(Name("Lee", "Andrew B."), Name("de Souza", "Paulo"), Name("Müller", "Karl")),
    container_title="Journal of Cell Therapy",
    volume="12",
    issue="3",
    page="145-152",
    issued=Date(2019, 4),
    publisher="Cells & Sons",
    DOI="10.5555/abc.2019.145",
    PMID="123456",
)
RECORD = Record(
    DOI=WORK.DOI,
    type=WORK.type,
    title=(WORK.title,),
    author=WORK.author,
    container_title=(WORK.container_title,),
    volume="12",
    issue="3",
    page=("145-152",),
    issued=(Date(2019, 4),),
    work=WORK,
)
BARE = Reference(id="lee", title=WORK.title, author=WORK.author[:1], DOI=WORK.DOI)


def filled(reference: Reference, record: Record = RECORD) -> Reference:
    (result,) = check([reference], FakeRegistry({record.DOI: record}))
    return completed(result)


def test_what_is_absent_is_filled_and_what_is_there_stays() -> None:
    reference = replace(WORK, id="lee", volume="", issue="", PMID="", title=WORK.title.upper())
    assert filled(reference) == replace(WORK, id="lee", title=WORK.title.upper())


def test_an_entry_with_nothing_but_a_doi_becomes_whole() -> None:
    extra = {"bibtex:ENTRYTYPE": "online", "bibtex:file": "x.pdf"}
    reference = Reference(id="lee", type="document", DOI=WORK.DOI, note="read", extra=extra)
    expected = replace(WORK, id="lee", note="read", extra={"bibtex:file": "x.pdf"})
    assert filled(reference) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ((Name("Lee", "A. B."), OTHERS), ("A. B.", "P.", "K.")),
        ((Name("Lee", "Andrew"), Name("de Souza", "Paulo"), OTHERS), ("Andrew", "Paulo", "Karl")),
        ((Name("Kim", "S."), OTHERS), ("S.", "")),
    ],
)
def test_authors_cut_by_et_al_go_on_in_the_ways_of_the_print(
    printed: tuple[Name, ...], expected: tuple[str, ...]
) -> None:
    found = filled(replace(WORK, author=printed)).author
    assert tuple(name.given for name in found) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"volume": "21", "issue": ""},
        {"type": "article", "container_title": "bioRxiv", "volume": "", "issue": "", "page": ""},
        {"title": "Paracoccidioidomycosis in the United States", "author": (), "page": ""},
        {"DOI": "10.5555/nobody", "issue": ""},
    ],
)
def test_a_reference_that_is_not_confirmed_or_is_wrong_is_left_alone(changes: Any) -> None:
    reference = replace(WORK, id="lee", PMID="", **changes)
    assert filled(reference) == reference


def test_a_date_in_words_is_a_date() -> None:
    reference = replace(WORK, issued=None, extra={"bibtex:year": "in press"})
    assert filled(reference).issued is None


def test_a_publisher_is_no_news_of_an_article() -> None:
    assert filled(replace(WORK, publisher="", issue="")) == replace(WORK, publisher="")


BIB = """\
% my list
@article (gammaitoni2017,
  author={Gammaitoni, L. and Giraudo, L. and others},
  title = "Cytokine-induced killer cells kill chemo-surviving melanoma cancer stem cells",
  journal = {Clin Cancer Res},  % short
  year = 2017
)
@misc{v, doi = {10.1002/cam4.70497}}
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_rest_of_the_file_stays_byte_for_byte(
    tmp_path: Path, server: Server, newline: str
) -> None:
    path = tmp_path / "a.bib"
    path.write_bytes(BIB.replace("\n", newline).encode())
    result = run("fix", path, "--complete", "--yes")
    text = path.read_bytes().decode()
    assert result.exit_code == 0
    first, second = cikrefs.read(path)
    assert (first.volume, first.issue, first.page) == ("23", "9", "2277-2288")
    assert (len(first.author), first.author[2].given) == (22, "M.")
    assert second.author[0].family == "Vordermark"
    kept = [line for line in BIB.splitlines() if "author" not in line and "misc" not in line]
    assert [line for line in kept if f"{line}{newline}" not in text] == ["  year = 2017"]
    assert f"  year = 2017,{newline}  volume = {{23}},{newline}" in text


def test_nothing_is_written_without_a_yes(tmp_path: Path, server: Server) -> None:
    path = tmp_path / "a.bib"
    path.write_text(BIB, encoding="utf-8")
    result = run("fix", path, "--complete", "--dry-run")
    assert "+  volume = {23}," in result.stdout
    assert path.read_text(encoding="utf-8") == BIB


def test_where_nobody_answers_nothing_is_filled(tmp_path: Path, nobody: None) -> None:
    path = tmp_path / "a.bib"
    path.write_text(BIB, encoding="utf-8")
    result = run("fix", path, "--complete", "--yes", "--timeout", "1")
    assert result.exit_code == 3
    assert path.read_text(encoding="utf-8") == BIB


def test_what_is_whole_already_stays(tmp_path: Path, server: Server) -> None:
    path = tmp_path / "a.bib"
    run("fix", ROOT / "references.bib", "--complete", "--dry-run")
    path.write_text(BIB, encoding="utf-8")
    run("fix", path, "--complete", "--yes")
    assert "nothing is to be filled" in run("fix", path, "--complete", "--yes").stderr
