"""A plain list of DOIs on the command line: converted, built, checked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cikrefs import cli
from cikrefs.cli import looking_up
from cikrefs.errors import Unavailable
from cikrefs.formats import bibtex
from cikrefs.formats.csl import json as csl_json
from cikrefs.models import Date, Name, Record, Reference
from cikrefs.registry import Answer, Registries, Settings, listed
from cikrefs.registry.pubmed import PubMed
from tests.constructed_server import Server

GOOD = "10.1186/s13046-021-02184-2"
DEAD = "10.1016/j.clcc.2022.07.009"


def run(*args: object) -> Result:
    return CliRunner().invoke(cli.main, [str(arg) for arg in args])


@pytest.fixture
def dois(tmp_path: Path) -> Path:
    file = tmp_path / "dois.txt"
    file.write_text(f"# mine\nhttps://doi.org/{GOOD}\n", encoding="utf-8")
    return file


def answers(monkeypatch: pytest.MonkeyPatch, **by_name: Answer) -> None:
    """Let the registries answer about 10.5555/NAME."""

    def look_up(_: object, asked: list[str], __: object) -> dict[str, Answer]:
        return {doi: by_name[doi.removeprefix("10.5555/")] for doi in asked}

    monkeypatch.setattr(Registries, "look_up", look_up)


def test_a_list_of_dois_is_converted_to_what_is_registered(server: Server, dois: Path) -> None:
    output = dois.with_name("refs.bib")
    result = run("convert", dois, "-o", output)
    assert (result.exit_code, result.output) == (0, "")
    (reference,) = bibtex.loads(output.read_text(encoding="utf-8"))
    assert reference.id == "sharma2021"
    assert reference.author[1] == Name("Schmidt-Wolf", "Ingo G. H.")
    assert reference.container_title == "Journal of Experimental & Clinical Cancer Research"
    assert (reference.volume, reference.page, reference.DOI) == ("40", "388", GOOD)
    assert reference.issued == Date(2021, 12, 8)


def test_a_doi_that_is_not_registered_is_named_and_the_rest_converted(
    server: Server, dois: Path
) -> None:
    dois.write_text(f"{GOOD}\n\ndoi:{DEAD}\n", encoding="utf-8")
    result = run("convert", dois, "--to", "csl-json")
    assert result.exit_code == 2
    assert f"error: {dois}:3: {DEAD} is not registered; it is left out" in result.stderr
    assert [item["DOI"] for item in json.loads(result.stdout)] == [GOOD]


def test_an_outage_is_no_verdict_and_writes_nothing_over_a_good_file(
    nobody: None,
    dois: Path,
) -> None:
    output = dois.with_name("refs.bib")
    output.write_text("kept", encoding="utf-8")
    result = run("convert", dois, "-o", output, "--timeout", "1")
    assert (result.exit_code, output.read_text(encoding="utf-8")) == (3, "kept")
    assert f"unchecked: {dois}:2: {GOOD} is left out: Crossref did not answer" in result.stderr


def test_what_was_answered_is_written_though_another_doi_was_not(
    dois: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = Reference(title="Cells", DOI="10.5555/a")
    answers(monkeypatch, a=Record(DOI="10.5555/a", work=work), b=Unavailable("down"))
    dois.write_text("10.5555/a 10.5555/b", encoding="utf-8")
    result = run("convert", dois, "--to", "csl-json")
    assert result.exit_code == 3
    assert [item["title"] for item in json.loads(result.stdout)] == ["Cells"]


def test_a_doi_that_stands_twice_is_written_once(server: Server, dois: Path) -> None:
    dois.write_text(f"{GOOD}\n{GOOD.upper()}\n", encoding="utf-8")
    result = run("convert", dois, "--to", "csl-json")
    assert (result.exit_code, len(json.loads(result.stdout))) == (0, 1)
    assert f"{dois}:2: {GOOD.upper()} stands already on line 1" in result.stderr


def test_a_doi_of_which_only_the_agency_is_known_is_written_alone(
    dois: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, a=Record(DOI="10.5555/a", agency="mEDRA"))
    dois.write_text("10.5555/a", encoding="utf-8")
    result = run("convert", dois, "--to", "csl-json")
    (reference,) = csl_json.loads(result.stdout)
    assert (result.exit_code, reference.DOI, reference.title) == (0, "10.5555/a", "")
    assert "is registered with mEDRA; nothing but the DOI is written of it" in result.stderr


def test_another_name_of_a_work_is_said(dois: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = Reference(title="Cells", DOI="10.5555/prime")
    answers(monkeypatch, a=Record(DOI="10.5555/prime", aliases=("10.5555/a",), work=work))
    dois.write_text("10.5555/a", encoding="utf-8")
    result = run("convert", dois, "--to", "ris")
    assert (result.exit_code, "DO  - 10.5555/prime" in result.stdout) == (0, True)
    assert "10.5555/a is another name of 10.5555/prime, which is written" in result.stderr


def test_ctrl_c_writes_nothing(dois: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Registries, "look_up", interrupt)
    result = run("convert", dois, "-o", dois.with_name("refs.bib"))
    assert (result.exit_code, dois.with_name("refs.bib").exists()) == (130, False)


def test_converting_any_other_file_asks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("the registries were asked")

    monkeypatch.setattr(looking_up, "registries", asked)
    file = tmp_path / "list.ris"
    file.write_text("TY  - JOUR\nDO  - 10.5555/a\nER  - \n", encoding="utf-8")
    assert run("convert", file, "--to", "bibtex").exit_code == 0


def test_a_list_of_dois_is_built_into_all_files(server: Server, dois: Path) -> None:
    target = dois.parent / "out"
    assert run("build", dois, "-o", target).exit_code == 0
    assert "title = {30 years of {CIK}" in (target / "references.bib").read_text("utf-8")


def test_a_list_of_dois_is_checked_for_existence(server: Server, dois: Path) -> None:
    dois.write_text(f"{GOOD}\n{DEAD}\n", encoding="utf-8")
    result = run("check", dois, "--format", "json")
    found = [
        [finding["rule"] for finding in reference["findings"]]
        for reference in json.loads(result.stdout)["references"]
    ]
    assert (result.exit_code, found) == (1, [["not-found"], ["doi-not-found"]])


def test_identifiers_in_a_files_place_are_converted(server: Server) -> None:
    result = run("convert", GOOD, "PMID:17", f"https://doi.org/{GOOD}", "--to", "csl-json")
    assert [item["DOI"] for item in json.loads(result.stdout)] == [GOOD]
    assert result.exit_code == 2
    assert result.stderr == (
        f"note: {GOOD} stands already among them; once will do\n"
        "error: PubMed has no record of PMID 17; it is left out\n"
        "one place of the input could not be read\n"
    )


def test_nonsense_in_a_files_place_says_which(server: Server) -> None:
    result = run("convert", "ISBN:9783161484101", GOOD, "--to", "ris")
    assert (result.exit_code, result.stdout.count("TY  -")) == (2, 1)
    assert "ISBN:9783161484101: is no ISBN: its check digit is wrong" in result.stderr


def test_a_file_goes_before_an_identifier_of_its_name(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("PMC17").write_text("@misc{a, title={Cells}}", encoding="utf-8")
    assert "TI  - Cells" in run("convert", "PMC17", "--to", "ris").stdout


def test_files_and_identifiers_together_become_one_list_in_their_order(
    server: Server, tmp_path: Path
) -> None:
    bib = tmp_path / "a.bib"
    bib.write_text("@misc{a, title={Cells}}", encoding="utf-8")
    result = run("convert", GOOD, bib, "--to", "ris")
    lines = [line for line in result.stdout.splitlines() if line.startswith(("TI", "DO"))]
    assert [line[:2] for line in lines] == ["TI", "DO", "TI"]
    assert lines[1:] == [f"DO  - {GOOD}", "TI  - Cells"]


def test_ten_thousand_identifiers_are_answered_in_pieces_and_progress_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def records(_: object, ids: list[str]) -> dict[str, Answer]:
        assert len(ids) <= 200
        return {one: Record(PMID=one, work=Reference(PMID=one)) for one in ids}

    monkeypatch.setattr(PubMed, "records", records)
    told: list[int] = []
    held = [Reference(type="document", PMID=str(number)) for number in range(1, 10_001)]
    found = listed.works(held, Registries(Settings()), told.append)
    assert (len(found.references), told) == (10_000, [*range(200, 10_001, 200)])
