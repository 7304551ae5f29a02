"""The lock file and the settings file, as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.constructed_server import Server
from tests.test_cli import BIB, GOOD, bib, run, while_asking

__all__ = ["bib"]

CLOSED = "http://127.0.0.1:9"


def test_lock_writes_beside_the_file_and_says_what_is_new(server: Server, bib: Path) -> None:
    result = run("lock", bib)
    assert (result.exit_code, result.stdout) == (0, f"+ {GOOD}\n")
    assert GOOD in (bib.parent / "list.lock").read_text(encoding="utf-8")


def test_locked_asks_nobody_and_says_the_same(
    server: Server, bib: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("lock", bib)
    online = run("check", bib)
    server.requests.clear()
    monkeypatch.setenv("CIKREFS_CROSSREF_URL", CLOSED)
    result = run("check", bib, "--locked")
    assert (result.exit_code, result.stdout) == (online.exit_code, online.stdout)
    assert server.requests == []
    report = json.loads(run("check", bib, "--locked", "--format", "json").stdout)
    assert report["references"][0]["asked"] == ["lock"]


def test_a_doi_that_is_not_locked_is_unchecked(server: Server, bib: Path) -> None:
    run("lock", bib)
    bib.write_text(BIB + "@article{new, title={t}, doi={10.5555/new}}\n", encoding="utf-8")
    result = run("check", bib, "--locked", "--format", "json")
    assert result.exit_code == 3
    assert "10.5555/new is not in" in json.loads(result.stdout)["references"][1]["unavailable"]


def test_locked_without_a_lock_file_says_how_to_make_one(bib: Path) -> None:
    result = run("check", bib, "--locked")
    assert (result.exit_code, "write it with `cikrefs lock`" in result.stderr) == (2, True)


def test_a_damaged_lock_file_is_refused_with_its_line(server: Server, bib: Path) -> None:
    run("lock", bib)
    lock = bib.parent / "list.lock"
    lock.write_text(lock.read_text(encoding="utf-8") + "<<<<<<< HEAD\n", encoding="utf-8")
    result = run("check", bib, "--locked")
    assert (result.exit_code, f"{lock}:3" in result.stderr) == (2, True)


def test_what_is_locked_stays_until_an_update_prints_the_difference(
    server: Server, bib: Path
) -> None:
    run("lock", bib)
    server.works[GOOD] = {**server.works[GOOD], "volume": "41"}
    assert run("lock", bib).stdout == ""
    assert run("lock", bib, "--update").stdout == f'! {GOOD} volume: "40" → "41"\n'


@pytest.mark.parametrize("how", [(), ("--update",), ("--verify",)])
def test_lock_says_that_nothing_has_changed(
    server: Server, bib: Path, how: tuple[str, ...]
) -> None:
    assert "nothing has changed" not in run("lock", bib).stderr
    result = run("lock", bib, *how)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing has changed" in result.stderr


def test_check_says_what_has_changed_since_the_lock(server: Server, bib: Path) -> None:
    run("lock", bib)
    retraction = {"type": "retraction", "DOI": "10.5555/notice", "source": "retraction-watch"}
    server.works[GOOD] = {**server.works[GOOD], "updated-by": [retraction]}
    result = run("check", bib, "--format", "json")
    (reference,) = json.loads(result.stdout)["references"]
    assert result.exit_code == 1
    assert [finding["rule"] for finding in reference["findings"]] == ["retracted", "changed"]
    assert ": notices: nothing → " in reference["findings"][1]["message"]


def test_an_outage_leaves_the_lock_file_as_it_was(
    server: Server, bib: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("lock", bib)
    before = (bib.parent / "list.lock").read_bytes()
    monkeypatch.setenv("CIKREFS_CROSSREF_URL", CLOSED)
    result = run("lock", bib, "--update", "--timeout", "0.3")
    assert result.exit_code == 3
    assert (bib.parent / "list.lock").read_bytes() == before


@pytest.mark.parametrize("there", [True, False], ids=["there before", "new"])
def test_a_lock_file_that_was_written_meanwhile_is_left(
    server: Server, bib: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    lock = bib.parent / "list.lock"
    if there:
        run("lock", bib)
    while_asking(monkeypatch, lambda: lock.write_text('{"cikrefs-lock": 1}\n', encoding="utf-8"))
    result = run("lock", bib, "--update")
    assert (result.exit_code, "has changed" in result.stderr) == (2, True)
    assert lock.read_text(encoding="utf-8") == '{"cikrefs-lock": 1}\n'


def test_standard_input_has_no_lock_file() -> None:
    assert run("check", "-", "--locked", stdin=BIB).exit_code == 2


def test_settings_come_from_a_file_and_the_command_line_goes_first(
    server: Server, bib: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bib.parent)
    bib.write_text(BIB + BIB.replace("sharma2021", "again"), encoding="utf-8")
    Path("cikrefs.toml").write_text('fail-on = "warning"\n', encoding="utf-8")
    assert run("check", bib).exit_code == 1
    assert run("check", bib, "--fail-on", "error").exit_code == 0
    monkeypatch.setenv("CIKREFS_FAIL_ON", "never")
    assert run("check", bib).exit_code == 0


def test_a_setting_that_is_no_choice_is_refused(bib: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bib.parent)
    Path("cikrefs.toml").write_text('fail-on = "sometimes"\n', encoding="utf-8")
    assert run("check", bib).exit_code == 2


def test_accepted_findings_do_not_fail_and_stale_ones_are_named(
    server: Server, bib: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bib.parent)
    bib.write_text(BIB.replace("{40}", "{41}"), encoding="utf-8")
    accepted = '[[accept]]\nid = "sharma2021"\nrule = "volume-differs"\nreason = "known"\n'
    Path("cikrefs.toml").write_text(accepted, encoding="utf-8")
    assert run("check", bib).exit_code == 0
    bib.write_text(BIB, encoding="utf-8")
    result = run("check", bib)
    assert "volume-differs of sharma2021 is accepted, but not found any more" in result.stderr
    assert result.exit_code == 0
    assert run("check", bib, "--fail-on", "warning").exit_code == 1


def test_what_the_text_does_not_cite_can_be_accepted(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    items = (
        "1. Lee A, Abel B (2019) Cells of mice. J Cell 12(3):45–67\n"
        "2. Baker C, Dorn D (2020) Cells of men. J Cell 13(1):4–9\n"
    )
    Path("paper.md").write_text(f"Mice have cells [1].\n\nReferences\n\n{items}", encoding="utf-8")
    accepted = '[[accept]]\nid = "baker2020"\nrule = "uncited"\nreason = "further reading"\n'
    Path("cikrefs.toml").write_text(accepted, encoding="utf-8")
    result = run("check", "paper.md", "--format", "json")
    findings = json.loads(result.stdout)["references"][1]["findings"]
    assert ("uncited", "note") in [(one["rule"], one["severity"]) for one in findings]
    assert "not found any more" not in result.stderr


def test_several_reports_are_written_at_once(server: Server, bib: Path) -> None:
    file = bib.parent / "check.json"
    result = run("check", bib, "--output", f"json:{file}")
    assert result.stdout == "1 reference: 1 ok\n"
    assert json.loads(file.read_text(encoding="utf-8"))["version"] == 2


BOOK = "@book{lost, title={Zebras of the outer planets}, author={Abel, Zoe}, year={2001}}\n"


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 0), ("warning", 0), ("note", 1), ("unconfirmed", 1)]
)
def test_what_nobody_confirms_fails_only_if_asked_for(
    server: Server, bib: Path, fail_on: str, code: int
) -> None:
    bib.write_text(BOOK, encoding="utf-8")
    result = run("check", bib, "--fail-on", fail_on)
    assert result.exit_code == code
    assert "1 not confirmed by any registry" in result.stdout


def test_a_confirmed_list_passes_whatever_is_asked_for(server: Server, bib: Path) -> None:
    assert run("check", bib, "--fail-on", "unconfirmed").exit_code == 0


def test_fail_on_unconfirmed_fails_on_an_error_or_a_warning_too(server: Server, bib: Path) -> None:
    bib.write_text(BIB.replace("doi = ", "note = "), encoding="utf-8")
    assert run("check", bib, "--fail-on", "error").exit_code == 0
    assert run("check", bib, "--fail-on", "unconfirmed").exit_code == 1


def test_an_accepted_unconfirmed_reference_keeps_its_status_and_passes(
    server: Server, bib: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bib.parent)
    bib.write_text(BOOK, encoding="utf-8")
    accepted = '[[accept]]\nid = "lost"\nrule = "not-found"\nreason = "on my shelf"\n'
    Path("cikrefs.toml").write_text(accepted, encoding="utf-8")
    result = run("check", bib, "--fail-on", "unconfirmed", "--format", "json")
    (reference,) = json.loads(result.stdout)["references"]
    assert (result.exit_code, reference["status"]) == (0, "unconfirmed")
    assert reference["findings"][0]["accepted"] == "on my shelf"


def test_locked_says_the_same_of_what_was_searched_for(server: Server, bib: Path) -> None:
    bib.write_text(BOOK + BIB.replace("doi = ", "note = "), encoding="utf-8")
    online = run("check", bib)
    assert run("lock", bib).exit_code == 0
    server.requests.clear()
    result = run("check", bib, "--locked")
    assert (result.exit_code, result.stdout) == (online.exit_code, online.stdout)
    assert server.requests == []


def test_a_lock_file_of_version_1_is_read_and_says_what_it_does_not_hold(
    server: Server, bib: Path
) -> None:
    bib.write_text(BOOK, encoding="utf-8")
    lock = bib.parent / "list.lock"
    lock.write_text('{"cikrefs-lock": 1}\n', encoding="utf-8")
    result = run("check", bib, "--locked")
    assert (result.exit_code, "does not hold the search at Crossref" in result.stdout) == (3, True)
    assert run("lock", bib).exit_code == 0
    assert lock.read_text(encoding="utf-8").startswith('{"cikrefs-lock": 3, "services": [')
    assert run("check", bib, "--locked").exit_code == 0


def test_verifying_names_what_is_answered_differently_and_writes_nothing(
    server: Server, bib: Path
) -> None:
    run("lock", bib)
    lock = bib.parent / "list.lock"
    before = lock.read_bytes()
    assert (run("lock", bib, "--verify").exit_code, lock.read_bytes()) == (0, before)
    server.works[GOOD] = {**server.works[GOOD], "volume": "41"}
    result = run("lock", bib, "--verify")
    assert (result.exit_code, lock.read_bytes()) == (1, before)
    assert result.stdout.startswith(f"! {GOOD} volume: ")


def test_verifying_a_lock_with_a_forged_line_fails(server: Server, bib: Path) -> None:
    run("lock", bib)
    lock = bib.parent / "list.lock"
    line = json.dumps({"doi": GOOD, "asked": "2026-01-01", "registered": False})
    lock.write_text(f'{{"cikrefs-lock": 1}}\n{line}\n', encoding="utf-8")
    result = run("lock", bib, "--verify")
    assert (result.exit_code, result.stdout) == (1, f"! {GOOD} is now registered\n")


def test_verifying_without_an_answer_is_no_verdict(
    server: Server, bib: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("lock", bib)
    for name in ("CROSSREF", "DOI"):
        monkeypatch.setenv(f"CIKREFS_{name}_URL", CLOSED)
    result = run("lock", bib, "--verify")
    assert (result.exit_code, f"unchecked: {GOOD}" in result.stderr) == (3, True)


@pytest.mark.parametrize("others", [[], ["--update"]])
def test_verifying_takes_a_lock_file_and_no_update(bib: Path, others: list[str]) -> None:
    assert run("lock", bib, "--verify", *others).exit_code == 2


def test_the_hook_does_not_warn_because_two_papers_cite_one_work(
    server: Server, bib: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.bib"
    other.write_bytes(bib.read_bytes())
    for file in (bib, other):
        assert run("lock", file).exit_code == 0
    result = run("check", "--locked", bib, other, "--fail-on", "warning")
    assert result.exit_code == 0
    assert f"of {bib} has the same DOI" in result.stdout.replace("\n           ", " ")


ZEBRAS = (
    "@article{zebra, title={Zebras of the outer planets}, author={Lee, A.}, journal={J Cells},"
    " year={2019}, pmid={17}, pages={1-9}, volume={7}}\n"
    "@book{stripes, title={Stripes}, author={Lee, A.}, year={2001}, isbn={9783161484100}}\n"
)


def test_locked_says_the_same_of_other_identifiers_and_of_searches_elsewhere(
    server: Server, bib: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bib.write_text(BIB + ZEBRAS, encoding="utf-8")
    assert run("lock", bib).exit_code == 0
    assert run("lock", bib, "--verify").stdout == ""
    online = run("check", bib)
    assert "PubMed has no record of PMID 17" in online.stdout
    assert "Crossref and Open Library were asked" in online.stdout
    server.requests.clear()
    assert run("check", bib, "--locked").stdout == online.stdout
    assert server.requests == []


def test_a_lock_file_of_version_2_gives_the_report_it_gave(server: Server, bib: Path) -> None:
    bib.write_text(BIB.replace("sharma2021,", "sharma2021, pmid={17},", 1), encoding="utf-8")
    run("lock", bib)
    lock = bib.parent / "list.lock"
    _, *lines = lock.read_text(encoding="utf-8").splitlines()
    kept = "".join(f"{line}\n" for line in lines if '"id": ' not in line)
    lock.write_text(f'{{"cikrefs-lock": 2}}\n{kept}', encoding="utf-8")
    assert run("check", bib, "--locked").exit_code == 0
