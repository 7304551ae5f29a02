"""Converting: what has no place in a format is named, what a .bib holds besides stays."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import cikrefs
from cikrefs import cli
from cikrefs.formats import FORMATS, WRITERS, detect, left_out
from cikrefs.models import Reference
from tests.conftest import ROOT, unix
from tests.constructed_server import Server

BIB = """\
% My library
@preamble{"\\newcommand{\\x}{y}"}
@string{jt = "J of T"}

@article{a,
  title = {T},
  journal = {J of T},
  file = {x.pdf}
}

@article{bad, title={T

@book{b,
  title = {B}
}

the end
"""


@pytest.fixture
def bib(tmp_path: Path) -> str:
    path = tmp_path / "a.bib"
    path.write_text(BIB, encoding="utf-8")
    return str(path)


def test_bib_to_bib_keeps_comments_preambles_and_broken_entries_verbatim(bib: str) -> None:
    result = CliRunner().invoke(cli.main, ["convert", bib, "--to", "bibtex"])
    assert result.stdout == BIB


def test_a_broken_entry_that_was_kept_is_named_and_the_exit_code_says_so(bib: str) -> None:
    result = CliRunner().invoke(cli.main, ["convert", bib, "--to", "bibtex"])
    assert f"{bib}:11: bad: a brace is opened and never closed" in result.stderr
    assert result.exit_code == 2


def test_fields_a_format_has_no_place_for_are_named(bib: str) -> None:
    result = CliRunner().invoke(cli.main, ["convert", bib, "--to", "ris"])
    assert "ris has no place for these fields (in so many references): bibtex:file (1)" in (
        result.stderr
    )


def test_comments_are_named_where_a_format_has_no_place_for_them(bib: str) -> None:
    result = CliRunner().invoke(cli.main, ["convert", bib, "--to", "ris"])
    assert "ris has no place for what stands between entries" in result.stderr
    assert "“% My library @preamble" in result.stderr


def test_nothing_is_said_where_every_field_has_its_place(bib: str) -> None:
    result = CliRunner().invoke(cli.main, ["convert", bib, "--to", "bibtex"])
    assert "has no place" not in result.stderr
    source = str(ROOT / "references.bib")
    for format_ in WRITERS:
        assert CliRunner().invoke(cli.main, ["convert", source, "--to", format_]).stderr == ""


def test_of_many_fields_without_a_place_all_are_named(tmp_path: Path) -> None:
    item = {"id": "a", "type": "book", "title": "T", **{f"x-{n:02}": "y" for n in range(15)}}
    path = tmp_path / "a.json"
    path.write_text(json.dumps([item]), encoding="utf-8")
    result = CliRunner().invoke(cli.main, ["convert", str(path), "--to", "ris"])
    assert all(f"x-{n:02} (1)" in result.stderr for n in range(15))


def test_what_zotero_refuses_is_named_and_written_otherwise_for_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    items = [{"id": "one", "type": "book"}, {"id": "two", "type": "software", "title": "T"}]
    path.write_text(json.dumps(items), encoding="utf-8")
    convert = ["convert", str(path), "--to", "csl-json"]
    result = CliRunner().invoke(cli.main, convert)
    assert "Zotero refuses the whole file for its software: two" in result.stderr
    assert json.loads(result.stdout)[1]["type"] == "software"
    result = CliRunner().invoke(cli.main, [*convert, "--for", "zotero"])
    assert result.stderr == ""
    assert json.loads(result.stdout)[1]["note"] == "type: software"


@pytest.mark.parametrize("name", WRITERS)
def test_a_format_leaves_out_just_what_its_writer_does_not_write(name: str) -> None:
    fields = {"bibtex:file": "v1", "ris:L1": ["v2"], "nbib:STAT": ["v3"], "dimensions": "v4"}
    reference = Reference(id="a", title="T", extra=fields)
    text = FORMATS[name].dumps([reference])
    missing = {field for field, value in fields.items() if str(value).strip("[']") not in text}
    assert set(left_out([reference], name)) == missing


@pytest.mark.parametrize("name", WRITERS)
def test_the_pieces_of_a_text_are_as_many_as_the_references_or_one_more(name: str) -> None:
    references = [Reference(id=f"a{n}", title="T") for n in range(5)]
    assert len(list(FORMATS[name].pieces(references))) in {5, 6}


def test_what_a_field_says_beyond_its_name_here_is_called_more_of_it(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    issued = {"date-parts": [[2020]], "literal": "about 2020"}
    path.write_text(json.dumps([{"id": "a", "type": "book", "issued": issued}]), encoding="utf-8")
    result = CliRunner().invoke(cli.main, ["convert", str(path), "--to", "ris"])
    assert "more of issued (1)" in result.stderr


@unix
@pytest.mark.parametrize("to", ["/dev/full", "&-"])
@pytest.mark.parametrize("command", ["convert references.bib --to ris", "explain", "styles apa"])
def test_an_output_that_takes_nothing_is_said_in_one_line(command: str, to: str) -> None:
    command = f"{sys.executable} -m cikrefs {command} >{to}"
    done = subprocess.run(["/bin/sh", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert done.stderr.startswith(b"error: standard output")
    assert done.stderr.count(b"\n") == 1
    assert done.returncode == 2


def test_a_file_is_in_the_format_whose_record_begins_first() -> None:
    bib = "@article{a,\n abstract = {so\nTY  - JOUR\nit says}}\n"
    ris = "TY  - JOUR\nAB  - so\n@article{a, it says\nER  - \n"
    assert (detect(bib), detect(ris)) == ("bibtex", "ris")


MINE = """\
@string{jct = "J Cell Ther"}

@article{lee2019, title = {Expansion of killer cells ex vivo}, author = {Lee, A.},
  journal = jct, volume = 1, pages = {3--9}, year = 2019}

% the end of mine
"""
THEIRS_BIB = """\
% theirs
@string{jct = "Another"}

@article{lee2019, title = {Something else}, journal = jct}
@book{b, title = {B}}
"""
THEIRS_RIS = """\
TY  - JOUR
TI  - Expansion of killer cells ex vivo
AU  - Lee, A. B.
T2  - Journal of Cell Therapy
VL  - 1
SP  - 3
PY  - 2019
ID  - leeris
ER  -
"""


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("mine.bib").write_text(MINE, encoding="utf-8")
    Path("theirs.bib").write_text(THEIRS_BIB, encoding="utf-8")
    Path("theirs.ris").write_text(THEIRS_RIS, encoding="utf-8")
    return tmp_path


def converted(*args: str) -> Result:
    return CliRunner().invoke(cli.main, ["convert", *args])


def test_several_files_become_one_with_all_they_hold_between_entries(lists: Path) -> None:
    result = converted("mine.bib", "theirs.bib", "theirs.ris", "-o", "all.bib")
    text = (lists / "all.bib").read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert [one.id for one in cikrefs.read("all.bib")] == ["lee2019", "lee2019a", "b", "leeris"]
    assert text.index("% the end of mine") < text.index("% theirs") < text.index("lee2019a")
    journals = [one.container_title for one in cikrefs.read("all.bib")]
    assert journals == ["J Cell Ther", "Another", "", "Journal of Cell Therapy"]
    assert text.startswith(MINE.split("% the end", maxsplit=1)[0].rstrip())


def test_a_new_key_and_a_duplicate_are_named_with_file_and_line(lists: Path) -> None:
    result = converted("mine.bib", "theirs.bib", "theirs.ris", "-o", "all.bib")
    assert "theirs.bib:4: lee2019 is taken; it is lee2019a now" in result.stderr
    assert "theirs.ris:1: leeris is lee2019 (mine.bib:3) once more, by all that both" in (
        result.stderr
    )


def test_a_list_of_dois_beside_a_bib_is_looked_up_and_the_bib_is_not(
    lists: Path, server: Server
) -> None:
    (lists / "dois.txt").write_text("10.1002/cam4.70497\n", encoding="utf-8")
    result = converted("mine.bib", "dois.txt", "-o", "all.ris")
    assert result.exit_code == 0
    assert [one.id for one in cikrefs.read("all.ris")] == ["lee2019", "vordermark2024"]


def test_only_the_named_references_are_converted_and_stay_as_they_stand(lists: Path) -> None:
    result = converted("theirs.bib", "--only", "b", "--to", "bibtex")
    assert result.stdout == "@book{b, title = {B}}\n"


def test_a_key_that_is_not_there_is_an_error_with_a_near_one(lists: Path) -> None:
    result = converted("theirs.bib", "--only", "lee2918", "--to", "bibtex")
    assert result.exit_code == 2
    assert "--only: no reference lee2918; did you mean lee2019?" in result.stderr


def test_only_the_named_references_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = '[[accept]]\nid = "{}"\nrule = "author-differs"\nreason = "R"\n'
    text = settings.format("zhou2022") + settings.format("vordermark2024")
    Path("cikrefs.toml").write_text(text, encoding="utf-8")
    list_ = str(ROOT / "references.bib")
    result = CliRunner().invoke(cli.main, ["check", list_, "--only", "vordermark2024,galvagno2024"])
    assert result.exit_code == 0
    assert "2 references: 2 ok" in result.stdout
    assert "zhou2022" not in result.output
    named = CliRunner().invoke(cli.main, ["check", list_, "--only", "zho2022"])
    assert (named.exit_code, "did you mean zhou2022?" in named.stderr) == (2, True)


@pytest.mark.parametrize(
    ("encoding", "first", "end"),
    [
        ("utf-8", "", "\r\n"),
        ("utf-8-sig", "", "\n"),
        ("utf-16", "", "\r\n"),
        ("iso8859-2", "% Encoding: ISO8859_2\n", "\n"),
        ("cp1250", "-*- coding: cp1250 -*-\n", "\r\n"),
    ],
)
def test_bib_to_bib_keeps_line_ends_and_the_encoding_the_file_says_it_has(
    tmp_path: Path, encoding: str, first: str, end: str
) -> None:
    before, after = tmp_path / "before.bib", tmp_path / "after.bib"
    text = f"{first}@book{{a,\n  author = {{Lech Wałęsa}}, title={{T}}\n}}\n"
    before.write_bytes(text.replace("\n", end).encode(encoding))
    result = CliRunner().invoke(cli.main, ["convert", str(before), "-o", str(after)])
    assert result.exit_code == 0, result.output
    assert after.read_bytes() == before.read_bytes()
