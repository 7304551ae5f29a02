"""`fix --interactive`: each finding is decided on, can be undone, and nothing else changes."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cikrefs import cli
from cikrefs.config import Acceptance
from cikrefs.deciding import accepting
from cikrefs.errors import InputError
from tests.conftest import ROOT
from tests.constructed_server import Server

BEFORE = (ROOT / "references.bib").read_bytes()
"""Its findings, in its order: the author of vordermark2024, volume and issue of sharma2023, and
the DOI of zhou2022."""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.bib").write_bytes(BEFORE)


def run(answers: str, *options: str) -> Result:
    return CliRunner().invoke(cli.main, ["fix", "a.bib", "-i", *options], input=answers)


def changed(*pairs: tuple[str, str]) -> bytes:
    text = BEFORE.decode()
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text.encode()


VOLUME = ("  volume = {27},\n  number = {16},", "  volume = {16},\n  number = {16},")
DOI = ("10.1016/j.clcc.2022.07.009", "10.1016/j.cllc.2022.07.009")


def test_the_registered_value_and_the_suggestion_are_taken(server: Server) -> None:
    result = run("n\nr\nn\ns\n")
    assert result.exit_code == 0
    assert Path("a.bib").read_bytes() == changed(VOLUME, DOI)


def test_a_suggestion_is_taken_by_its_number(server: Server) -> None:
    result = run("n\nn\nn\ns2\ns1\n")
    assert "there is no s2" in result.stderr
    assert Path("a.bib").read_bytes() == changed(DOI)


def test_a_value_is_typed(server: Server) -> None:
    run("n\ne\n17\nq\n")
    assert Path("a.bib").read_bytes() == changed((VOLUME[0], VOLUME[0].replace("27", "17")))


def test_a_typed_value_that_would_break_the_entry_is_refused(server: Server) -> None:
    result = run("n\ne\n17}, note = {x\nq\n")
    assert "nothing is changed" in result.stderr
    assert Path("a.bib").read_bytes() == BEFORE


def test_a_decision_is_undone(server: Server) -> None:
    result = run("u\nn\nr\nu\nn\nq\n")
    assert "there is nothing to undo" in result.stderr
    assert Path("a.bib").read_bytes() == BEFORE


def test_what_is_kept_goes_into_the_settings_with_its_reason(server: Server) -> None:
    Path("cikrefs.toml").write_text('# ours\nfail-on = "warning"', encoding="utf-8")
    assert run('k\nThe registry "misspells" it.\nq\n').exit_code == 0
    text = Path("cikrefs.toml").read_text(encoding="utf-8")
    assert text.startswith('# ours\nfail-on = "warning"\n\n[[accept]]\n')
    accepted = {"id": "vordermark2024", "rule": "author-differs"}
    assert tomllib.loads(text)["accept"] == [{**accepted, "reason": 'The registry "misspells" it.'}]
    assert Path("a.bib").read_bytes() == BEFORE
    assert "(1 of 3)" in run("q\n").stderr


def test_without_a_reason_nothing_is_kept(server: Server) -> None:
    assert "a reason must be given" in run("k\n\nq\n").stderr
    assert not Path("cikrefs.toml").exists()


@pytest.mark.parametrize("end", ["q\n", ""])
def test_to_stop_keeps_what_was_decided_and_nothing_else(server: Server, end: str) -> None:
    assert run(f"n\nr\n{end}").exit_code == 0
    assert Path("a.bib").read_bytes() == changed(VOLUME)


@pytest.mark.parametrize("answers", ["n\ne\n", "k\n"])
def test_an_answer_that_never_came_decides_nothing(server: Server, answers: str) -> None:
    run(answers)
    assert Path("a.bib").read_bytes() == BEFORE
    assert not Path("cikrefs.toml").exists()


def test_ctrl_c_leaves_everything_as_it_was(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["n", "r"])

    def answer(_: str) -> str:
        for one in answers:
            return one
        raise KeyboardInterrupt

    monkeypatch.setattr("cikrefs.cli.deciding._answer", answer)
    assert run("").exit_code == 130
    assert Path("a.bib").read_bytes() == BEFORE


def test_a_question_mark_explains_the_letters_and_asks_again(server: Server) -> None:
    said = run("?\nq\n").stderr
    assert "r  take the registered value" in said
    assert said.count("(1 of 4)") == 2


def test_letters_that_mean_nothing_here_are_not_offered(server: Server) -> None:
    said = run("n\nn\nn\nr\nq\n").stderr
    assert "(1 of 4) [r,e,k,n,u,q,?]" in said
    assert "(4 of 4) [s,e,k,n,u,q,?]" in said
    assert "no registered value can be taken" in said


def test_a_file_that_changed_meanwhile_stays(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["n", "r", "q"])

    def answer(_: str) -> str:
        Path("a.bib").write_text("% somebody else's", encoding="utf-8")
        return next(answers)

    monkeypatch.setattr("cikrefs.cli.deciding._answer", answer)
    result = run("")
    assert (result.exit_code, "has changed since" in result.stderr) == (2, True)
    assert Path("a.bib").read_text(encoding="utf-8") == "% somebody else's"


def test_nothing_is_written_on_a_dry_run(server: Server) -> None:
    result = run("k\nwhy\nr\nq\n", "--dry-run")
    assert "+  volume = {16}," in result.stdout
    assert Path("a.bib").read_bytes() == BEFORE
    assert not Path("cikrefs.toml").exists()


def test_where_nobody_answers_there_is_nothing_to_decide(nobody: None) -> None:
    result = run("r\n", "--timeout", "1")
    assert (result.exit_code, "nothing to correct" in result.stderr) == (3, True)


ONE = Acceptance("a", "not-found", "A “book”\\ of ours.")


@pytest.mark.parametrize("in_pyproject", [False, True])
def test_acceptances_are_read_back(*, in_pyproject: bool) -> None:
    table = tomllib.loads(accepting("a = 1\r\n", [ONE, ONE], in_pyproject=in_pyproject))
    found = table["tool"]["cikrefs"]["accept"] if in_pyproject else table["accept"]
    assert found == [{"id": "a", "rule": "not-found", "reason": "A “book”\\ of ours."}] * 2


def test_settings_that_nothing_can_be_added_to_are_named() -> None:
    with pytest.raises(InputError, match="add the acceptances by hand"):
        accepting("accept = []\n", [ONE], in_pyproject=False)
