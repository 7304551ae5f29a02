"""Pages that show what commands print: run again, in their order, in a folder of their own.

A fenced block marked `console` holds commands behind "$ ", each followed by what it prints, on
standard output and standard error. A page's folder holds `references.bib`, the report's printed
list as `report-references.md`, and what the page's earlier commands wrote; the registries are the
constructed records.

    python -m tests.pages

writes what the commands print into the pages, and what is made from the program: the table of
rules, a page for each rule, and the library reference.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner

from cikrefs import cli
from cikrefs.checks.rules import RULES
from tests import library
from tests.constructed_server import constructed_works, serving

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_RULES = re.compile(r"^\| rule \| severity \| when \|\n(?:\|.*\n)*", re.MULTILINE)
_SHELL = re.compile(r"[|;<>&]")


def run_again(text: str) -> str:
    """Return a page with its commands' output as they print it now, run in the current folder."""
    for file in (ROOT / "references.bib", ROOT / "tests" / "data" / "report-references.md"):
        shutil.copy(file, Path.cwd())
    return _BLOCK.sub(lambda block: f"```console\n{_run(block[1])}```", text)


def _run(block: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_output(command.removeprefix('$ '))}" for command in commands)


def _output(command: str) -> str:
    """Return what a command prints; cikrefs alone runs in this process, which is faster."""
    if command.startswith("cikrefs ") and not _SHELL.search(command):
        return CliRunner().invoke(cli.main, shlex.split(command)[1:]).output
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["/bin/bash", "-c", f"exec 2>&1; {command}"],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def rules_page(name: str) -> str:
    """Return the page of a rule, made from its row in the table of rules."""
    rule = RULES[name]
    return (
        f"# {name}\n\n"
        f"Severity: **{rule.severity}**\n\n"
        f"{rule.when}\n\n"
        f"Example: {rule.example}\n\n"
        f"## What to do\n\n{rule.advice}\n\n"
        "To live with a finding, accept it with a reason (see [In a pipeline](../ci.md)):\n\n"
        f'```toml\n[[accept]]\nid = "the reference\'s key"\nrule = "{name}"\nreason = "…"\n```\n'
    )


def rules_table() -> str:
    """Return the README's table of rules, a row a rule."""
    rows = (f"| `{rule.name}` | {rule.severity} | {rule.when} |\n" for rule in RULES.values())
    return "".join(("| rule | severity | when |\n|---|---|---|\n", *rows))


def with_rules(text: str) -> str:
    """Return a page with its table of rules, if it has one, as it is now."""
    return _RULES.sub(lambda _: rules_table(), text)


def main() -> None:
    for path in (ROOT / "docs" / "rules").glob("*.md"):
        path.unlink()
    for rule in RULES:
        (ROOT / "docs" / "rules" / f"{rule}.md").write_text(rules_page(rule), encoding="utf-8")
    (ROOT / "docs" / "library.md").write_text(library.page(), encoding="utf-8")
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        with serving(constructed_works()) as server, tempfile.TemporaryDirectory() as folder:
            os.environ.update(server.environment, CIKREFS_NO_CACHE="1")
            os.chdir(folder)
            shown = with_rules(run_again(text))
            os.chdir(ROOT)
        page.write_text(shown, encoding="utf-8")


if __name__ == "__main__":
    main()
