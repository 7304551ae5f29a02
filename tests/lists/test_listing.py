"""`cikrefs list` and the pages of `cikrefs build`, as a user runs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cikrefs import cli, installing, pandoc
from cikrefs.cli import list as listing
from cikrefs.lists import OUTPUTS
from tests.conftest import REPORT, ROOT, unix
from tests.constructed_server import Server

BIB = ROOT / "references.bib"


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli.main, [str(arg) for arg in args])


@pytest.fixture
def no_pandoc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pandoc.executable.cache_clear()
    monkeypatch.setenv(pandoc.VARIABLE, str(tmp_path / "none"))


def test_the_list_of_the_report_is_printed() -> None:
    result = run("list", BIB)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert len(lines) == 18
    assert lines[5].startswith(
        "6. Sharma A, Wüllner U, Schmidt-Wolf IGH, Maciaczyk J (2023) Margin"
    )


@pytest.mark.parametrize("name", OUTPUTS)
def test_each_output_is_written_to_a_file_of_its_extension(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"list{OUTPUTS[name].extension}"
    assert run("list", BIB, "-o", path).exit_code == 0
    starts = {"docx": b"PK", "odt": b"PK", "html": b"<!DOCTYPE html>", "latex": b"\\documentclass"}
    assert path.read_bytes().startswith(starts.get(name, b"1. Galvagno F"))
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_to_says_more_than_the_extension(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    assert run("list", BIB, "--to", "html", "-o", path).exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_an_extension_of_no_output_is_refused(tmp_path: Path) -> None:
    result = run("list", BIB, "-o", tmp_path / "list.pdf")
    assert result.exit_code == 2
    assert "no list is known by this extension" in result.stderr


def test_a_fragment_is_for_html_and_latex() -> None:
    assert run("list", BIB, "--to", "html", "--fragment").stdout.startswith('<div class="csl-bib')
    assert "documentclass" not in run("list", BIB, "--to", "latex", "--fragment").stdout
    assert run("list", BIB, "--to", "text", "--fragment").exit_code == 2


def test_numbers_can_be_left_away() -> None:
    assert run("list", BIB, "--no-number").stdout.startswith("Galvagno F, Leuci V")


def test_only_some_are_listed_in_the_files_order() -> None:
    result = run("list", BIB, "--only", "zhou2022, sharma2023")
    assert [line[:9] for line in result.stdout.splitlines()] == ["1. Sharma", "2. Zhou L"]


def test_a_key_nobody_has_is_refused_with_the_nearest() -> None:
    result = run("list", BIB, "--only", "zhou2021")
    assert result.exit_code == 2
    assert "no reference zhou2021; did you mean zhou2022?" in result.stderr


def test_only_without_a_key_is_refused() -> None:
    result = run("list", BIB, "--only", " ,")
    assert (result.exit_code, "--only: no key is named" in result.stderr) == (2, True)


def test_an_order_can_be_asked_for() -> None:
    lines = run("list", BIB, "--sort", "year").stdout.splitlines()
    assert lines[0].startswith("1. Li R, Wang C, Liu L, Du C")
    assert lines[1].startswith("2. Gammaitoni L")


def test_another_style_and_locale(tmp_path: Path) -> None:
    style = tmp_path / "mine.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>'
        'Mine</title><id>m</id></info><citation><layout><text variable="title"/></layout>'
        '</citation><bibliography><layout><text term="accessed"/></layout></bibliography></style>',
        encoding="utf-8",
    )
    result = run("list", BIB, "--style", style, "--locale", "de-DE", "--only", "zhou2022")
    assert (result.exit_code, result.stdout) == (0, "zugegriffen\n")


@pytest.mark.parametrize(
    "text", ["no xml", "<html/>", "<style", '<!DOCTYPE a [<!ENTITY b "c">]><style>&b;</style>']
)
def test_a_style_that_is_none_is_refused_by_name(text: str, tmp_path: Path) -> None:
    style = tmp_path / "mine.csl"
    style.write_text(text, encoding="utf-8")
    result = run("list", BIB, "--style", style)
    assert (result.exit_code, result.stdout) == (2, "")
    assert str(style) in result.stderr


def test_what_cannot_be_read_is_named_and_the_rest_is_listed(tmp_path: Path) -> None:
    bib = tmp_path / "a.bib"
    bib.write_text("@book{a, title={A}, year=2001}\n@book{b, title={B", encoding="utf-8")
    result = run("list", bib)
    assert (result.exit_code, result.stdout) == (2, "1. (2001) A\n")
    assert f"{bib}:2" in result.stderr


def test_a_plain_list_of_dois_becomes_what_is_registered(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "dois.txt"
    path.write_text("10.1186/s13046-021-02184-2\n", encoding="utf-8")
    result = run("list", path)
    assert result.exit_code == 0
    assert result.stdout.startswith("1. Sharma A, Schmidt-Wolf IGH (2021) 30 years of CIK cell")


def test_without_pandoc_it_is_said_how_to_get_it(no_pandoc: None) -> None:
    result = run("list", BIB)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"`{installing.advice('lists')}` brings a pandoc" in result.stderr


def test_many_in_an_author_date_style_are_warned_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    style = tmp_path / "mine.csl"
    style.write_text(
        '<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0"><info><title>'
        'Mine</title><id>m</id><category citation-format="author-date"/></info><citation><layout>'
        '<text variable="title"/></layout></citation><bibliography><layout>'
        '<text variable="title"/></layout></bibliography></style>',
        encoding="utf-8",
    )
    monkeypatch.setattr(listing, "MANY", 17)
    assert "18 references in an author-date style" in run("list", BIB, "--style", style).stderr
    monkeypatch.setattr(listing, "MANY", 18)
    assert run("list", BIB, "--style", style).stderr == ""


@unix
def test_a_word_file_goes_to_no_terminal() -> None:
    import pty

    command = [sys.executable, "-m", "cikrefs", "list", str(BIB), "--to", "docx"]
    terminal, other = pty.openpty()
    try:
        done = subprocess.run(command, stdout=other, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(terminal)
        os.close(other)
    assert done.returncode == 2
    assert b"docx is no text for a terminal; name a file with -o" in done.stderr


def test_a_word_file_goes_down_a_pipe() -> None:
    command = [sys.executable, "-m", "cikrefs", "list", str(BIB), "--to", "docx"]
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stdout.startswith(b"PK")


@pytest.mark.parametrize(("signal_", "code"), [("INT", 130), ("TERM", 143), ("HUP", 129)])
@unix
def test_a_signal_ends_pandoc_too_and_leaves_no_file(
    signal_: str, code: int, tmp_path: Path
) -> None:
    pid, output, temporary = tmp_path / "pid", tmp_path / "list.html", tmp_path / "tmp"
    temporary.mkdir()
    slow = tmp_path / "pandoc"
    slow.write_text(
        '#!/bin/sh\nif [ "$1" = --version ]; then echo "pandoc 3.9"; exit; fi\n'
        f'echo $$ > "{pid}"; cat >/dev/null; kill -{signal_} $PPID; exec sleep 60\n',
        encoding="utf-8",
    )
    slow.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "cikrefs", "list", str(BIB), "-o", str(output)],
        env={**os.environ, pandoc.VARIABLE: str(slow), "TMPDIR": str(temporary)},
        capture_output=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == code
    assert not output.exists()
    assert not list(temporary.iterdir())
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), signal.SIGTERM)


def test_a_terminal_sees_each_second_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with listing._clock() as on_wait:
        assert on_wait is not None
        for tenth in range(35):
            on_wait(tenth / 10)
    assert capsys.readouterr().err == "\rformatting: 2 s\rformatting: 3 s\r\x1b[K"


def test_a_locale_that_is_none_is_refused_before_the_file_is_read() -> None:
    result = run("list", "no-such-file.bib", "--locale", "xx")
    assert (result.exit_code, result.stderr) == (
        2,
        "error: there is no locale xx; for example de-DE, en-GB, fr-FR\n",
    )


def test_the_help_names_the_variable_for_another_pandoc() -> None:
    assert pandoc.VARIABLE in run("list", "--help").stdout


# build


def test_build_writes_the_list_and_the_report_as_pages(server: Server, tmp_path: Path) -> None:
    result = run("build", REPORT, "-o", tmp_path)
    assert result.exit_code == 1
    page = (tmp_path / "references.html").read_text(encoding="utf-8")
    assert page.count('class="csl-entry"') == 18
    assert "18 references" in (tmp_path / "check.html").read_text(encoding="utf-8")


def test_without_pandoc_build_says_so_and_writes_the_rest(
    server: Server, tmp_path: Path, no_pandoc: None
) -> None:
    bib, target = tmp_path / "a.bib", tmp_path / "out"
    bib.write_text(
        "@article{a, author={Sharma, A. and Schmidt-Wolf, I. G. H.},"
        " title={30 years of CIK cell therapy: recapitulating the key breakthroughs and future"
        " perspective}, journal={J Exp Clin Cancer Res}, volume=40, number=1, pages=388,"
        " year=2021, doi={10.1186/s13046-021-02184-2}}",
        encoding="utf-8",
    )
    result = run("build", bib, "-o", target)
    assert result.exit_code == 2
    assert f"{target / 'references.html'} is not written: " in result.stderr
    assert sorted(path.name for path in target.iterdir()) == [
        ".cikrefs-made",
        "check.html",
        "check.json",
        "references.bib",
        "references.json",
        "references.ris",
    ]
    assert json.loads((target / "check.json").read_text("utf-8"))["summary"]["ok"] == 1


@pytest.mark.parametrize(
    ("to", "start"), [("md", "1. "), (".MD", "1. "), ("tex", "\\documentclass")]
)
def test_an_output_may_be_named_by_its_extension(to: str, start: str) -> None:
    result = run("list", BIB, "--to", to)
    assert (result.exit_code, result.stdout[: len(start)]) == (0, start)
