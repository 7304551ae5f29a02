"""What is printed commands nobody: no terminal, no build service, no exit code."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cikrefs import cli, pandoc
from cikrefs.cli import screen
from cikrefs.errors import InputError, Problem, ProgramError
from tests.constructed_server import Server

EVIL = "\x1b[31m\x9b2J\u202egpj\x07\x08\u2028::add-mask::x\n::error::x\n  ##[group]y ##vso[task.x]z"
HEX = "".join(f"\\u{ord(c):04x}" for c in EVIL)

_LIVE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]|##\[|##vso\["
)
_COMMAND = re.compile(r"^\s*::", re.MULTILINE)


def harm(text: str) -> list[str]:
    """Return what in a stream commands a terminal, GitHub's runner or Azure's."""
    return _LIVE.findall(text) + _COMMAND.findall(text)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("plain\ttext “ü”", "plain\ttext “ü”"),
        ("\x1b[31mred\x9b", "\\x1b[31mred\\x9b"),
        ("  ::add-mask::x", "  \\::add-mask::x"),
        ("a ::b", "a ::b"),
        ("a ##[group]", "a #\\#[group]"),
        ("\u202egpj", "\\u202egpj"),
    ],
)
def test_a_line_is_printed_without_what_commands(line: str, shown: str) -> None:
    assert screen.harmless(line) == shown


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_no_colours_are_real_but_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal = _Terminal()
    screen.page(f"{screen.style('bad', 'error')} \x1b[8mhidden\n", terminal)
    assert terminal.getvalue() == "\x1b[31m\x1b[1mbad\x1b[0m \\x1b[8mhidden\n"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("a\nb", "error: a\\nb\n"),
        (ProgramError("pandoc failed:\n  line 1"), "error: pandoc failed: line 1\n"),
        (InputError(Problem("odd", "a\n.bib", 3, "::x")), "error: a\\n.bib:3: odd\n    \\::x\n"),
    ],
)
def test_a_line_end_in_a_value_does_not_end_the_line(
    message: str | ProgramError | InputError, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    screen.say("error", message)
    assert capsys.readouterr().err == said


def test_what_the_stream_cannot_encode_is_escaped() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    screen.page("“ü”\n", stream)
    assert raw.getvalue() == b"\\u201c\\xfc\\u201d\n"


_BIB = """@article{%(evil)s, title = {%(evil)s}, ::add-mask::secret }
@article{k, title = {Cells ::x ##[group]}, doi = {10.5555/\x9b\u202e##[x]}, \x1b[31mo = {\x1b]0;t}}
@article{l, title = {\x1b[31m::x}, year = {::2\x1b}, pages = {\x9b1}, note = {##vso[x]}, doi = {::}}
"""
_JSON = (
    '[{"id": "%(evil)s", "type": "%(evil)s", "title": "%(evil)s", "%(evil)s": "%(evil)s", "DOI":\
 "10.5555/%(evil)s", "custom": {"%(evil)s": "%(evil)s", "\\u001b[31m\\n::add-mask::x": "x"}}]'
)
_RIS = "TY  - JOUR\nTI  - %(evil)s\nXX  - %(evil)s\n::add-mask::x\nID  - %(evil)s\nER  - \n"
_PRINTED = (
    "References\n\n1. Lee A (2019) %(evil)s. J Cell 12:45. doi:10.5555/\x9b##[x]\n\n2. ::x::y\n"
)
_DOIS = "10.5555/\u202e##[x]\n::add-mask::x\n10.5555/a\x9b\n"

HOSTILE = {
    "a.bib": _BIB % {"evil": EVIL},
    "a.json": _JSON % {"evil": HEX},
    "a.ris": _RIS % {"evil": EVIL.replace("\n", " ")},
    "a.txt": _PRINTED % {"evil": EVIL.replace("\n", " ")},
    "d.txt": _DOIS,
}
"""Files by name, with hostile texts as keys, field names, values and DOIs."""

COMMANDS = [
    "check FILE",
    "check FILE --locked",
    "check FILE --format github",
    "check FILE --format markdown -o OUT/report",
    "convert FILE -o OUT/x.bib",
    "convert FILE -o OUT/x.ris",
    "convert FILE -o OUT/x.json",
    "lock FILE",
    "lock FILE --update",
    "fix FILE --dry-run",
    "fix FILE --yes",
    "parse FILE",
    "build FILE -o OUT",
    "push FILE --dry-run --zotero-url http://127.0.0.1:9",
    "list FILE --only EVIL",
]


@pytest.fixture(autouse=True)
def _no_pandoc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """None is found, whatever was found before: a list is data, which a pipe gets as it is."""
    monkeypatch.setenv("CIKREFS_PANDOC", "/nothing")
    pandoc.executable.cache_clear()
    yield
    pandoc.executable.cache_clear()


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_prints_what_a_file_makes_up(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("OUT").mkdir()
    file = Path(f"\x1b[31m::x ##[y]\u202e{name}")
    file.write_text(HOSTILE[name], encoding="utf-8", newline="")
    lock = file.with_suffix(".lock")
    if "--locked" in command or "--update" in command:
        lock.write_text('{"cikrefs-lock": 1}\n' + _JSON % {"evil": HEX} + "\n", encoding="utf-8")
    words = {"FILE": str(file), "EVIL": EVIL}
    result = CliRunner().invoke(cli.main, [words.get(word, word) for word in command.split()])
    assert result.exit_code in (0, 1, 2, 3)
    assert harm(result.stderr) == []
    if "github" not in command:  # which is made of commands
        assert harm(result.stdout) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", EVIL],
        ["styles", EVIL],
        ["list", "a.bib", "--style", EVIL],
        ["list", "a.bib", "--locale", EVIL],
        ["list", "a.bib", "--to", EVIL],
        ["convert", EVIL, "--to", "ris"],
        ["convert", "a.bib", "-o", EVIL],
        ["check", EVIL, EVIL],
        ["check", "-o", f"{EVIL}:{EVIL}", EVIL],
        ["check", "--timeout", EVIL],
        ["check", "--mailto", EVIL, "a.bib"],
        ["build", "a.bib", "-o", EVIL],
        ["fix", "--only", EVIL, "a.bib"],
        ["push", "--library", EVIL, "--api-key", EVIL, "a.bib"],
        ["push", "--zotero-url", EVIL, "a.bib"],
        ["parse", EVIL],
        ["lock", EVIL],
        [EVIL],
        [f"--{EVIL}"],
        ["check", f"--{EVIL}"],
    ],
    ids=lambda arguments: " ".join(arguments).encode("unicode_escape").decode()[:30],
)
def test_no_command_prints_raw_what_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CIKREFS_CROSSREF_URL", "http://127.0.0.1:9")
    Path("a.bib").write_text("@article{a, title = {Cells}}", encoding="utf-8")
    result = CliRunner().invoke(cli.main, arguments)
    assert result.exit_code in (2, 3)
    assert result.stderr
    assert harm(result.stdout + result.stderr) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize(
    ("arguments", "code"), [("check nothere", 2), ("--nope", 2), ("explain nope", 2), ("styles", 0)]
)
def test_a_full_standard_error_keeps_the_exit_codes_meaning(arguments: str, code: int) -> None:
    command = [sys.executable, "-m", "cikrefs", *arguments.split()]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=full, check=False)
    assert done.returncode == code
