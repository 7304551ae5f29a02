"""The command `fix`: registered values where the print is wrong, after they were shown."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any

import click

from cikrefs.cli.asking import (
    checked,
    exit_if_interrupted,
    registries,
    with_acceptances,
)
from cikrefs.cli.options import asks_registries, size_option
from cikrefs.cli.reading import DEFAULT_FILE, advising, agreed, decoded, held, read, write
from cikrefs.cli.running import UNCHECKED
from cikrefs.cli.screen import echo, style, tell
from cikrefs.config import Config


@click.command(short_help="Correct FILE from the registered data.")
@click.argument("file", required=False)
@size_option
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option(
    "--only",
    multiple=True,
    metavar="RULE",
    help="Correct only findings of this rule, even if they are warnings. May be repeated.",
)
@asks_registries
@click.pass_obj
def fix(
    config: Config,
    /,
    file: str | None,
    *,
    yes: bool,
    dry_run: bool,
    only: Sequence[str],
    **asking: Any,
) -> None:
    """Correct a .bib FILE: verified DOIs for dead ones, registered values where a field differs.

    Only the characters of wrong fields change. A reference whose DOI is another work's is left
    alone. Warnings are not corrected unless --only names their rule. Changes are shown first.
    """
    from cikrefs import corrections
    from cikrefs.formats.common.lines import clean

    unknown = [rule for rule in only if rule not in corrections.WRITERS]
    if unknown:
        known = ", ".join(corrections.WRITERS)
        raise click.UsageError(f"{unknown[0]} cannot be corrected; only {known}")
    path = Path(file or DEFAULT_FILE)
    before = held(path, "fix")
    with advising(_advice(path)):
        reading = read([file] if file else [], "bibtex")
    original = decoded(before, path)
    registry = registries(asking)
    checks = with_acceptances(checked(reading, registry), reading, config)
    exit_if_interrupted(registry)
    found = corrections.edits(clean(original), checks, only)
    result = corrections.fixed(original, found)
    _print_difference(original, result, str(path))
    if found and not dry_run and (yes or agreed(f"Write {path}?")):
        write(str(path), result, expecting=before)
        tell(f"wrote {path}: {len(found)} corrections")
    elif not found:
        tell("nothing to correct")
    reading.exit_if_problems()
    if any(check.unavailable is not None for check in checks):
        raise click.exceptions.Exit(UNCHECKED)


def _advice(path: Path) -> str | None:
    """Return what makes a .bib of a file that is none; None for one that is, or is not there."""
    if path.suffix.lower() == ".bib" or not path.exists():
        return None
    file = shlex.quote(str(path))
    return (
        f"fix corrects .bib files: `cikrefs convert {file} -o references.bib` makes one of this,"
        f" and `cikrefs check {file}` says what is wrong in it"
    )


def _print_difference(before: str, after: str, name: str) -> None:
    """Print a unified diff, coloured on a terminal."""
    colours = {"+": "ok", "-": "error", "@": "note"}
    lines = unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="")
    for line in lines:
        what = colours.get(line[:1])
        echo(style(line, what) if what else line)
