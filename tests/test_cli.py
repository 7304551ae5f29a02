"""The command line: every command, format and exit code, as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from cikrefs import checks, cli
from cikrefs.checks.rules import RULES
from cikrefs.formats import FORMATS, WRITERS
from cikrefs.registry import Registries
from tests.conftest import REPORT, ROOT, unix
from tests.constructed_server import Server

GOOD = "10.1186/s13046-021-02184-2"
BIB = f"""@article{{sharma2021,
  author = {{Sharma, A. and Schmidt-Wolf, I. G. H.}},
  title = {{30 years of CIK cell therapy}},
  journal = {{J Exp Clin Cancer Res}},
  volume = {{40}}, number = {{1}}, pages = {{388}}, year = {{2021}},
  doi = {{{GOOD}}}
}}
"""


def run(*args: str | Path, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.main, [str(arg) for arg in args], input=stdin)


def while_asking(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let somebody `act` while cikrefs asks the registries."""
    look_up = Registries.look_up

    def acting(*args: Any) -> Any:
        act()
        return look_up(*args)

    monkeypatch.setattr(Registries, "look_up", acting)


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    file = tmp_path / "list.bib"
    file.write_text(BIB, encoding="utf-8")
    return file


# help and usage


@pytest.mark.parametrize("command", [None, *cli.main.commands])
def test_every_command_has_help(command: str | None) -> None:
    result = run(*filter(None, [command]), "--help")
    assert result.exit_code == 0
    assert "Usage:" in result.stdout


def test_every_option_of_every_command_has_help() -> None:
    for command in cli.main.commands.values():
        assert command.help
        for option in command.params:
            assert isinstance(option, click.Argument) or getattr(option, "help", None), option.name


def test_the_version_is_said() -> None:
    assert run("--version").stdout == "cikrefs 0.2.0\n"


@pytest.mark.parametrize(
    "args",
    [
        ("nonsense",),
        ("convert", "--to", "nonsense", "x.bib"),
        ("convert", "missing.bib", "--to", "ris"),
        ("check", "missing.bib"),
        ("check", "--timeout", "0", "x.bib"),
        ("check", "--format", "nonsense", "x.bib"),
        ("build", "missing.bib"),
        ("explain", "nonsense"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_so_on_stderr(args: tuple[str, ...]) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "rror: " in result.stderr


def test_without_a_file_references_bib_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "no references.bib here" in run("convert", "--to", "ris").stderr
    Path("references.bib").write_text(BIB, encoding="utf-8")
    assert "ID  - sharma2021" in run("convert", "--to", "ris").stdout


def test_a_crash_exits_with_70_and_never_with_findings(
    bib: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(checks, "check", crash)
    result = run("check", bib)
    assert result.exit_code == 70
    assert "RuntimeError: a bug" in result.stderr


def test_ctrl_c_exits_with_130(bib: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(checks, "check", interrupt)
    assert run("check", bib).exit_code == 130


def test_ctrl_c_while_asking_still_prints_what_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = (f"@article{{k{i}, title={{t}}, doi={{10.5555/{i}}}}}\n" for i in range(60))
    file = tmp_path / "list.bib"
    file.write_text("".join(entries), encoding="utf-8")

    def look_up(_: object, dois: list[str], __: object) -> dict[str, None]:
        if "10.5555/55" in dois:
            raise KeyboardInterrupt
        return dict.fromkeys(dois)

    monkeypatch.setattr(Registries, "look_up", look_up)
    result = run("check", file, "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 130
    assert report["summary"]["error"] == 50
    assert report["summary"]["unchecked"] == 10


# convert


@pytest.mark.parametrize("to", WRITERS)
def test_convert_writes_each_format_to_stdout_and_to_a_file(
    tmp_path: Path, bib: Path, to: str
) -> None:
    output = tmp_path / f"out{FORMATS[to].extensions[0]}"
    result = run("convert", bib, "--to", to)
    assert (result.exit_code, result.stderr) == (0, "")
    assert run("convert", bib, "-o", output).exit_code == 0
    assert output.read_bytes() == result.stdout_bytes
    assert GOOD in result.stdout


@pytest.mark.parametrize("format_", [*WRITERS, "printed"])
def test_convert_reads_each_format_from_a_pipe(bib: Path, format_: str) -> None:
    text = (
        REPORT.read_text(encoding="utf-8")
        if format_ == "printed"
        else run("convert", bib, "--to", format_).stdout_bytes
    )
    result = run("convert", "-", "--from", format_, "--to", "bibtex", stdin=text)
    assert result.exit_code == 0
    assert "@article{sharma2021," in result.stdout


def test_convert_wants_to_know_the_format() -> None:
    assert "--to" in run("convert", "x.bib").stderr


def test_an_unknown_extension_of_the_output_is_refused_before_reading(tmp_path: Path) -> None:
    result = run("convert", "missing.bib", "-o", tmp_path / "out.pdf")
    assert (result.exit_code, "no format is known" in result.stderr) == (2, True)


def test_convert_names_what_no_field_holds_and_exits_with_0() -> None:
    result = run("convert", REPORT, "--to", "bibtex")
    assert result.exit_code == 0
    assert "galvagno2024: “2;” fits no field" in result.stderr


def test_ris_arrives_on_stdout_with_its_line_ends_untouched(bib: Path) -> None:
    assert run("convert", bib, "--to", "ris").stdout_bytes.startswith(b"TY  - JOUR\r\n")


def test_one_bad_entry_is_named_and_the_others_are_converted(tmp_path: Path) -> None:
    file = tmp_path / "list.bib"
    file.write_text("@article{broken, title = {no end\n\n" + BIB, encoding="utf-8")
    output = tmp_path / "out.json"
    result = run("convert", file, "-o", output)
    assert result.exit_code == 2
    assert f"{file}:1" in result.stderr
    assert "broken" in result.stderr
    assert "sharma2021" in [item["id"] for item in json.loads(output.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.bib", b"", "is empty"),
        ("binary.bib", b"\x00\x01\x02", "binary"),
        ("unbalanced.bib", b"@article{a, title = {x", ":1"),
        ("prose.txt", b"Nothing here but a few words of prose.\n", "list"),
        ("broken.json", b'[{"id": "a",\n "title": }]', ":2"),
        ("other.json", b'{"not": "csl"}', "CSL"),
        ("numbers.json", b"[ {}, 1, 2 ]", "item that is no"),
        ("noend.ris", b"TY  - JOUR\nTI  - Cells\n", "ER"),
    ],
)
def test_bad_input_is_named_with_its_file_and_exits_with_2(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    output = tmp_path / "out.bib"
    result = run("convert", file, "-o", output)
    assert result.exit_code == 2
    assert str(file) in result.stderr
    assert says in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(
    tmp_path: Path, newline: str, mark: str
) -> None:
    file = tmp_path / "list.bib"
    file.write_bytes((mark + BIB.replace("\n", newline)).encode())
    result = run("convert", file, "--to", "csl-json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout)[0]["DOI"] == GOOD


# check


def test_check_of_the_report_finds_what_is_wrong_and_nothing_else(server: Server) -> None:
    result = run("check", REPORT, "--format", "json")
    report = json.loads(result.stdout)
    found = {
        (reference["id"], finding["rule"], finding["severity"])
        for reference in report["references"]
        for finding in reference["findings"]
    }
    assert result.exit_code == 1
    assert found == {
        ("galvagno2024", "unparsed", "warning"),
        ("vordermark2024", "author-differs", "warning"),
        ("sharma2023", "volume-differs", "error"),
        ("sharma2023", "issue-differs", "error"),
        ("zhou2022", "doi-not-found", "error"),
    }
    assert report["summary"] == {
        "references": 18,
        "ok": 14,
        "warning": 2,
        "error": 2,
        "unconfirmed": 0,
        "unchecked": 0,
    }


def test_the_dead_doi_of_reference_14_is_answered_with_the_right_one(server: Server) -> None:
    result = run("check", ROOT / "references.bib", "--format", "json")
    (finding,) = next(
        reference["findings"]
        for reference in json.loads(result.stdout)["references"]
        if reference["id"] == "zhou2022"
    )
    assert finding["suggestion"] == "10.1016/j.cllc.2022.07.009"
    line = (ROOT / "references.bib").read_text(encoding="utf-8").splitlines()[finding["line"] - 1]
    assert line[finding["column"] - 1 :].startswith("10.1016/j.clcc.2022.07.009")


def test_a_clean_list_costs_one_request_and_exits_with_0(server: Server, bib: Path) -> None:
    result = run("check", bib)
    assert (result.exit_code, result.stdout) == (0, "1 reference: 1 ok\n")
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 0), ("warning", 1), ("note", 1), ("never", 0)]
)
def test_fail_on_says_from_which_severity_findings_fail(
    server: Server, tmp_path: Path, fail_on: str, code: int
) -> None:
    file = tmp_path / "list.bib"
    file.write_text(BIB + BIB.replace("sharma2021", "again"), encoding="utf-8")
    assert run("check", file, "--fail-on", fail_on).exit_code == code


def test_settings_come_from_the_environment(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "list.bib"
    file.write_text(BIB + BIB.replace("sharma2021", "again"), encoding="utf-8")
    monkeypatch.setenv("CIKREFS_FAIL_ON", "warning")
    assert run("check", file).exit_code == 1


def test_an_outage_leaves_every_reference_unchecked_and_exits_with_3(
    nobody: None, bib: Path
) -> None:
    result = run("check", bib, "--timeout", "0.3", "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 3
    assert report["summary"]["unchecked"] == 1
    assert "Crossref" in report["references"][0]["unavailable"]


def test_findings_outrank_what_could_not_be_checked(nobody: None, tmp_path: Path) -> None:
    file = tmp_path / "list.bib"
    file.write_text(BIB + "@article{bad, title={t}, doi={nonsense}}\n", encoding="utf-8")
    assert run("check", file, "--timeout", "0.3").exit_code == 1


def test_check_takes_several_files_and_writes_its_report_to_a_file(
    server: Server, tmp_path: Path, bib: Path
) -> None:
    other = tmp_path / "other.bib"
    other.write_text(BIB.replace("sharma2021", "again"), encoding="utf-8")
    output = tmp_path / "check.json"
    result = run("check", bib, other, "--format", "json", "-o", output)
    assert (result.exit_code, result.stdout) == (0, "")
    report = json.loads(output.read_text(encoding="utf-8"))
    assert [reference["file"] for reference in report["references"]] == [str(bib), str(other)]


@pytest.mark.parametrize(
    ("name", "value"), [("CROSSREF_URL", "ftp://x"), ("MAILTO", "nobody"), ("TIMEOUT", "soon")]
)
def test_a_setting_that_cannot_work_is_refused(
    bib: Path, name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"CIKREFS_{name}", value)
    result = run("check", bib)
    assert (result.exit_code, value in result.stderr) == (2, True)


# build


def test_build_writes_everything_and_prints_the_summary(server: Server, tmp_path: Path) -> None:
    target = tmp_path / "new" / "out"
    result = run("build", REPORT, "-o", target)
    assert result.exit_code == 1
    assert sorted(path.name for path in target.iterdir()) == [
        ".cikrefs-made",
        "check.html",
        "check.json",
        "references.bib",
        "references.html",
        "references.json",
        "references.ris",
    ]
    assert "did you mean 10.1016/j.cllc.2022.07.009?" in result.stdout
    assert result.stdout.endswith("18 references: 14 ok, 2 with warnings, 2 with errors\n")


def test_build_writes_what_it_can_when_nobody_answers(
    nobody: None, tmp_path: Path, bib: Path
) -> None:
    target = tmp_path / "out"
    result = run("build", bib, "-o", target, "--timeout", "0.3")
    assert result.exit_code == 3
    assert "sharma2021" in (target / "references.ris").read_text(encoding="utf-8")
    assert json.loads((target / "check.json").read_text())["summary"]["unchecked"] == 1


# explain


def test_explain_lists_every_rule() -> None:
    lines = run("explain").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_explain_says_meaning_example_and_advice(rule: str) -> None:
    result = run("explain", rule)
    row = RULES[rule]
    assert result.exit_code == 0
    assert all(part in result.stdout for part in (row.severity, row.when, row.example, row.advice))


def test_explain_knows_what_was_meant() -> None:
    assert "did you mean doi-not-found" in run("explain", "doi-notfound").stderr


# as a process


def process(*args: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "cikrefs", *map(str, args)],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


def test_no_colour_codes_reach_a_pipe(server: Server) -> None:
    result = process("check", REPORT)
    assert result.returncode == 1
    assert b"\x1b" not in result.stdout + result.stderr


def test_no_progress_reaches_a_pipe(server: Server, bib: Path) -> None:
    assert process("check", bib).stderr == b""


def test_starting_loads_nothing_that_only_other_commands_need() -> None:
    code = "import sys; import cikrefs.cli; print(*sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    heavy = {"habanero", "httpx2", "requests", "pybtex", "pylatexenc", "rapidfuzz"}
    assert not heavy & set(result.stdout.split())


@unix
def test_a_terminal_gets_colour_unless_it_asks_for_none(server: Server) -> None:
    import pty

    for no_color, coloured in (("", True), ("1", False)):
        leader, follower = pty.openpty()
        subprocess.run(
            [sys.executable, "-m", "cikrefs", "check", "references.bib"],
            cwd=ROOT,
            env={**os.environ, "NO_COLOR": no_color, "TERM": "xterm"},
            stdout=follower,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        os.close(follower)
        assert (b"\x1b[31m" in os.read(leader, 65536)) is coloured
        os.close(leader)
