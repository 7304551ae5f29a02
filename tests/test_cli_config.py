"""Settings in files: what they may say, for which commands, and what is said of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cikrefs.config import load
from cikrefs.errors import InputError
from cikrefs.registry import Settings
from cikrefs.registry.services import SERVICES
from tests.conftest import ROOT
from tests.constructed_server import Server
from tests.test_cli import run

GOOD = "10.1038/s41392-020-00337-x"
ACCEPTED = '[[accept]]\nid = "a"\nrule = "doi-not-found"\nreason = "so what"\n'
DEAD = "@article{a, title = {Work}, doi = {10.5555/nobody}}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("list.bib").write_text(DEAD, encoding="utf-8")
    Path("dois.txt").write_text(f"{GOOD}\n", encoding="utf-8")
    return tmp_path


def settings(text: str, name: str = "cikrefs.toml") -> Path:
    Path(name).write_text(text, encoding="utf-8")
    return Path(name)


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("file", ["cikrefs.toml", "pyproject.toml"])
def test_a_file_that_is_found_does_not_choose_who_is_asked(
    here: Path, server: Server, name: str, file: str
) -> None:
    table = "[tool.cikrefs]\n" if file == "pyproject.toml" else ""
    settings(f'{table}{name}-url = "{server.url}"\n', file)
    result = run("check", "list.bib")
    assert result.exit_code == 2
    assert f"error: {file}: settings: {name}-url is refused" in result.stderr
    assert f"CIKREFS_{name.upper()}_URL" in result.stderr
    assert server.requests == []


def test_a_file_that_is_named_may_choose_who_is_asked(
    here: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in server.environment:
        monkeypatch.delenv(variable)
    settings("".join(f'{name}-url = "{server.url}"\n' for name in SERVICES), "mine.toml")
    result = run("--config", "mine.toml", "check", "list.bib")
    assert (result.exit_code, result.stderr) == (1, "")
    assert server.requests


def test_the_environment_goes_before_a_file_that_is_named(here: Path, server: Server) -> None:
    settings('timeout = 0.3\ncrossref-url = "http://127.0.0.1:9"\n', "mine.toml")
    assert run("--config", "mine.toml", "check", "list.bib").exit_code == 1


SAID = "cikrefs.toml sets fail-on = warning, mailto = a@example.org, 1 accepted finding"


def test_what_a_found_file_changes_is_said_first(here: Path, server: Server) -> None:
    settings(f'fail-on = "warning"\nmailto = "a@example.org"\n{ACCEPTED}')
    result = run("check", "list.bib", "-o", "json:check.json", "-o", "text:check.txt")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"settings   {SAID}\n")
    assert json.loads((here / "check.json").read_text(encoding="utf-8"))["settings"] == SAID
    assert (here / "check.txt").read_text(encoding="utf-8").startswith(f"settings   {SAID}\n")


def test_a_command_without_a_report_says_what_a_found_file_changes(
    here: Path, server: Server
) -> None:
    settings('mailto = "a@example.org"\n')
    said = "note: cikrefs.toml sets mailto = a@example.org\n"
    assert run("lock", "list.bib").stderr.startswith(said)


def test_a_file_that_is_named_is_said_in_the_report_alone(here: Path, server: Server) -> None:
    settings("timeout = 3\n", "mine.toml")
    result = run("--config", "mine.toml", "check", "list.bib")
    assert result.stderr == ""
    assert result.stdout.startswith("settings   mine.toml sets timeout = 3\n")


def test_what_a_file_cannot_change_for_a_command_is_not_said(here: Path, server: Server) -> None:
    settings(f'fail-on = "warning"\n{ACCEPTED}')
    assert run("convert", "dois.txt", "--to", "ris").stderr == ""


def test_no_settings_are_taken_where_none_are_wanted(here: Path, server: Server) -> None:
    settings(f'crossref-url = "http://127.0.0.1:9"\n{ACCEPTED}')
    result = run("--no-config", "check", "list.bib")
    assert (result.exit_code, result.stderr) == (1, "")


def test_a_file_and_none_are_not_wanted_together(here: Path) -> None:
    settings("timeout = 3\n", "mine.toml")
    assert run("--config", "mine.toml", "--no-config", "check", "list.bib").exit_code == 2


@pytest.mark.parametrize("file", ["nothere.toml", "pyproject.toml", "."])
def test_a_named_file_without_settings_is_wrong(here: Path, file: str) -> None:
    settings("[project]\n", "pyproject.toml")
    result = run("--config", file, "check", "list.bib")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("command", ["check", "build", "fix", "lock", "convert", "list", "push"])
def test_the_mail_address_of_a_file_holds_for_every_command_that_asks(
    here: Path, command: str
) -> None:
    settings('mailto = "nobody"\n')
    if command == "list":
        settings("timeout = -1\n")
    file = "list.bib" if command in ("check", "build", "fix", "lock") else "dois.txt"
    result = run(command, file, *(("--to", "ris") if command == "convert" else ()))
    assert result.exit_code == 2
    assert "no mail address" in result.stderr or "-1" in result.stderr


def test_a_command_that_asks_nobody_reads_no_settings(here: Path) -> None:
    settings("nonsense")
    assert run("explain", "doi-not-found").exit_code == 0


def test_no_command_lets_its_line_say_who_is_asked() -> None:
    for command in ("check", "build", "fix", "lock", "convert", "list", "push"):
        assert run(command, "--crossref-url", "http://127.0.0.1:9").exit_code == 2


WRONG = {
    "a time": f"{ACCEPTED}until = 2027-01-31T00:00:00\n",
    "a time with a zone": f"{ACCEPTED}until = 2027-01-31T00:00:00Z\n",
    "a depth": f"timeout = {'[' * 5000}\n",
    "a long number": f"timeout = {'9' * 5000}\n",
    "a number beyond all": "timeout = 'x'\n",
    "no TOML": "timeout = \n",
    "no UTF-8": "mailto = '\udcff'\n",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_settings_that_cannot_be_meant_are_said_in_one_sentence(here: Path, wrong: str) -> None:
    Path("cikrefs.toml").write_text(WRONG[wrong], encoding="utf-8", errors="surrogateescape")
    with pytest.raises(InputError, match=r"^cikrefs\.toml: "):
        load(Path())
    assert run("check", "list.bib").exit_code == 2


@pytest.mark.parametrize("text", ['tool = "x"\n', "tool = [1]\n", "[[tool]]\nx = 1\n"])
def test_a_pyproject_file_of_another_shape_has_no_settings(here: Path, text: str) -> None:
    settings(text, "pyproject.toml")
    assert load(Path()).file is None


@pytest.mark.parametrize("seconds", ["inf", "nan", "0", "-3.5"])
def test_a_timeout_that_is_none_is_refused(here: Path, seconds: str) -> None:
    settings(f"timeout = {seconds}\n")
    assert run("check", "list.bib").exit_code == 2


def test_settings_that_decide_nothing_change_the_report_s_head_alone(
    here: Path, server: Server
) -> None:
    plain = json.loads(run("check", "list.bib", "--format", "json").stdout)
    settings("timeout = 19\n")
    told = json.loads(run("check", "list.bib", "--format", "json").stdout)
    assert told == plain | {"settings": "cikrefs.toml sets timeout = 19"}
    assert plain["summary"]["error"] == 1


def test_the_documentation_names_both_options() -> None:
    text = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert "--no-config" in text
    assert "--config" in text


UNKNOWN = "@article{z, title = {Zebras of the outer planets}, journal = {J Cells}, year = 2019}\n"


def asked(*options: str) -> list[str]:
    """Return whom a check of an unknown article asked."""
    Path("z.bib").write_text(UNKNOWN, encoding="utf-8")
    result = run("check", "z.bib", "--format", "json", *options)
    found: list[str] = json.loads(result.stdout)["references"][0]["asked"]
    return found


def test_the_settings_name_the_registries_that_are_asked_and_it_is_said(
    here: Path, server: Server
) -> None:
    assert asked() == ["crossref", "pubmed"]
    settings('registries = ["crossref"]\n')
    assert asked() == ["crossref"]
    said = run("check", "z.bib").stdout
    assert "registries = crossref" in said
    assert asked("--registries", "PubMed, crossref") == ["crossref", "pubmed"]


def test_the_environment_names_the_registries_too(
    here: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CIKREFS_REGISTRIES", "pubmed")
    assert asked() == ["pubmed"]
    assert Settings.from_environment().registries == ("pubmed",)


@pytest.mark.parametrize(
    ("names", "said"),
    [("crossref,nowhere", "'nowhere' is no registry to ask"), (" , ", "no registry is left")],
)
def test_a_registry_that_is_none_is_refused(
    here: Path, server: Server, names: str, said: str
) -> None:
    result = run("check", "list.bib", "--registries", names)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_registries_that_are_no_list_are_refused(here: Path) -> None:
    settings('registries = "crossref"\n')
    result = run("check", "list.bib")
    assert (result.exit_code, "registries must be a list" in result.stderr) == (2, True)
