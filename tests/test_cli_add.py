"""`cikrefs add`: registered works at the end of a list, and every other byte as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cikrefs import cli, keys, read
from cikrefs.cli import looking_up
from cikrefs.models import Date, Name, Reference
from tests.constructed_server import Server

VORDERMARK = "10.1002/cam4.70497"
GAMMAITONI = "10.1158/1078-0432.CCR-16-1524"
BIB = """\
% keep me
@Article {Lee_2019, title = "Cells",
   author={Lee, A.}, year=2019 }

@comment{the end}"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*args: str, answer: str = "") -> Result:
    return CliRunner().invoke(cli.main, ["add", *args], input=answer)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_work_stands_at_the_end_under_a_key_like_the_others(
    server: Server, newline: str
) -> None:
    before = BIB.replace("\n", newline).encode()
    Path("references.bib").write_bytes(before)
    result = run(f"https://doi.org/{VORDERMARK}")
    content = Path("references.bib").read_bytes()
    assert result.exit_code == 0
    assert "added Vordermark_2024 to references.bib: Balancing CIK" in result.stderr
    assert content.startswith(before + f"{newline}{newline}@article{{Vordermark_2024,".encode())
    assert content.count(b"\n") == content.count(newline.encode())
    assert read("references.bib")[1].DOI == VORDERMARK


@pytest.mark.parametrize("name", ["new.bib", "new.ris", "new.json"])
def test_a_missing_file_is_made_and_then_added_to(server: Server, name: str) -> None:
    assert run(VORDERMARK, "--to", name).exit_code == 0
    before = Path(name).read_text(encoding="utf-8")
    assert run(GAMMAITONI, "--to", name).exit_code == 0
    assert [one.id for one in read(name)] == ["vordermark2024", "gammaitoni2017"]
    kept = before.rstrip().removesuffix("]").rstrip()
    assert Path(name).read_text(encoding="utf-8").startswith(kept)
    if name.endswith("json"):
        assert len(json.loads(Path(name).read_text(encoding="utf-8"))) == 2


def test_what_is_there_already_is_named_and_not_added(server: Server) -> None:
    Path("a.bib").write_text(f"@misc{{mine, doi = {{{VORDERMARK.upper()}}}}}\n", encoding="utf-8")
    before = Path("a.bib").read_bytes()
    result = run(VORDERMARK, "--to", "a.bib")
    assert (result.exit_code, Path("a.bib").read_bytes()) == (0, before)
    assert f"{VORDERMARK} is mine (a.bib:1) already, by their DOI" in result.stderr


def test_identifiers_come_from_standard_input_too(server: Server) -> None:
    result = run("-", answer=f"{VORDERMARK}\n{GAMMAITONI}  # a comment\n")
    assert result.exit_code == 0
    assert len(read("references.bib")) == 2


def test_an_unregistered_doi_is_named_and_the_rest_is_added(server: Server) -> None:
    result = run("10.5555/nobody", VORDERMARK)
    assert result.exit_code == 2
    assert "10.5555/nobody is not registered; it is left out" in result.stderr
    assert [one.DOI for one in read("references.bib")] == [VORDERMARK]


def test_where_nobody_answers_nothing_is_written_and_the_exit_code_is_3(nobody: None) -> None:
    Path("references.bib").write_text(BIB, encoding="utf-8")
    result = run(VORDERMARK, "--timeout", "1")
    assert result.exit_code == 3
    assert Path("references.bib").read_text(encoding="utf-8") == BIB


def test_what_cannot_be_read_in_the_file_is_named_and_stays(server: Server) -> None:
    text = "@article{open, title = {never closed\n"
    Path("a.bib").write_text(text, encoding="utf-8")
    result = run(VORDERMARK, "--to", "a.bib")
    assert result.exit_code == 2
    assert "a.bib:1: open: a brace is opened and never closed" in result.stderr
    assert Path("a.bib").read_text(encoding="utf-8").startswith(f"{text}\n@article{{vordermark2024")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", '{"id": "one", "title": "One"}', "is no list of items"),
        ("a.ris", "@article{a, title = {A}}", "holds bibtex"),
        ("a.bib", "\udcff", "is not UTF-8"),
        ("a.txt", "", "no format is known by this extension"),
    ],
)
def test_a_file_nothing_can_be_added_to_stays_as_it_is(
    server: Server, name: str, text: str, said: str
) -> None:
    Path(name).write_bytes(text.encode("utf-8", "surrogateescape"))
    before = Path(name).read_bytes()
    result = run(VORDERMARK, "--to", name)
    assert result.exit_code == 2
    assert said in result.stderr
    assert Path(name).read_bytes() == before


def test_a_file_that_changed_meanwhile_stays(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*args: Any) -> None:
        looking_up.look_up(*args)
        Path("references.bib").write_text("% somebody else's", encoding="utf-8")

    monkeypatch.setattr("cikrefs.cli.add.look_up", look_up)
    assert run(VORDERMARK).exit_code == 2
    assert Path("references.bib").read_text(encoding="utf-8") == "% somebody else's"


LIU = Reference(title="The killer cells in cancer", author=(Name("Liu", "T."),), issued=Date(2025))
SMITH = Reference(
    title="On receptors of mice", author=(Name("de la Cruz", "A."),), issued=Date(1998)
)


@pytest.mark.parametrize(
    ("had", "made"),
    [
        ("liu2025", "delacruz1998"),
        ("Liu2025a", "DelaCruz1998"),
        ("liu_2025", "delacruz_1998"),
        ("LIU:2025", "DELACRUZ:1998"),
        ("liu25", "delacruz98"),
        ("liu2025killer", "delacruz1998receptors"),
        ("liuKillerCellsCancer2025", "delacruzReceptorsMice1998"),
        ("liu_killer_2025", "delacruz_receptors_1998"),
        ("2025-Liu", "1998-DelaCruz"),
        ("DBLP:journals/x", "delacruz1998"),
    ],
)
def test_keys_are_made_as_those_that_are_there(had: str, made: str) -> None:
    stem_of = keys.habit([replace(LIU, id=had)])
    assert [one.id for one in keys.assign([SMITH], stem_of)] == [made]
