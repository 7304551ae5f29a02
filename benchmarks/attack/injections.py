"""What a file holds never commands a terminal or a build service: every place, every command."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from benchmarks.attack import Tally
from cikrefs import cli
from tests.constructed_server import constructed_works, serving
from tests.test_screen import COMMANDS, harm

VALUES = (
    "\x1b[31mred",
    "\x1b]8;;http://x\x1b\\link",
    "\x9b2Jcleared",
    "\u202egpj.exe",
    "\u2066isolated",
    "\x07\x08\x0c\x7f",
    "::add-mask::secret",
    "   ::error::x",
    "\u00a0\u3000::error::x",
    "##[group]x",
    "a ##vso[task.setvariable variable=x]y",
    "###[x",
    "\u2028::error::x",
    "\x85::error::x",
    "\n::error::x",
    "\r::error::x",
)
_BIB = {
    "key": "@article{%s, title = {Cells}}",
    "field": "@article{a, %s = {x}}",
    "title": "@article{a, title = {%s}, year = 2020}",
    "doi": "@article{a, title = {Cells}, doi = {10.5555/%s}}",
    "author": "@article{a, author = {%s}, title = {Cells}}",
    "between": "%s\n@article{a, title = {Cells}}",
    "broken": "@article{a, title = {%s\n@book{b, title = {Cells}}",
    "type": "@%s{a, title = {Cells}}",
    "year": "@article{a, title = {Cells}, year = {%s}, pages = {%s}}",
}
_OTHERS = {
    "title.ris": "TY  - JOUR\nTI  - %s\nER  - \n",
    "tag.ris": "TY  - JOUR\n%s  - x\nTI  - Cells\nER  - \n",
    "type.ris": "TY  - %s\nTI  - Cells\nER  - \n",
    "printed.txt": "References\n\n1. Lee A (2019) %s. J Cell 12:45.\n",
    "dois.txt": "10.5555/%s\n%s\n",
}


def injections(short: bool, tally: Tally) -> None:
    """Put each value into each place, run each command, and look at both streams."""
    templates = [*((f"{name}.bib", text) for name, text in _BIB.items()), *_OTHERS.items()]
    values = VALUES[::5] if short else VALUES
    with (
        serving(constructed_works()) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        env = {**server.environment, "CIKREFS_PANDOC": "/nothing"}
        for number, (name, template) in enumerate(templates):
            for value in values:
                file = Path(folder) / name
                file.write_text(template.replace("%s", value), encoding="utf-8", newline="")
                commands = COMMANDS[number % 4 :: 4] if short else COMMANDS
                for words in _commands(commands, file, value):
                    _judge(words, env, value, tally)


def _commands(commands: list[str], file: Path, value: str) -> Iterator[list[str]]:
    made = {"FILE": str(file), "EVIL": value}
    for command in commands:
        if "github" not in command:  # which is made of commands
            words = [made.get(word, word) for word in command.split()]
            yield [word.replace("OUT", str(file.parent / "out")) for word in words]


def _judge(words: list[str], env: dict[str, str], value: str, tally: Tally) -> None:
    tally.tried += 1
    result = CliRunner(env=env).invoke(cli.main, words)
    said = f"{' '.join(words)} of {value!r}"
    if result.exit_code not in (0, 1, 2, 3):
        tally.wrong.append(f"{said}: exit {result.exit_code}")
    for stream in (result.stdout, result.stderr):
        tally.wrong += [f"{said}: {live!r} is printed" for live in harm(stream)]
