"""The command `fix`: registered values where the print is wrong, after they were shown."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cikrefs.cli.asking import (
    checked,
    exit_if_interrupted,
    registries,
    with_acceptances,
)
from cikrefs.cli.options import asks_registries, size_option
from cikrefs.cli.reading import (
    DEFAULT_FILE,
    advising,
    agreed,
    decoded,
    held,
    name_left_out,
    read,
    write,
)
from cikrefs.cli.running import UNCHECKED
from cikrefs.cli.screen import echo, style, tell
from cikrefs.config import FILES, Config
from cikrefs.errors import InputError
from cikrefs.models import Check

if TYPE_CHECKING:
    from cikrefs.config import Acceptance


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
@click.option(
    "--complete",
    is_flag=True,
    help="Fill what is absent from the records that confirm a reference, and correct nothing.",
)
@click.option(
    "-i", "--interactive", is_flag=True, help="Go through the findings and decide on each."
)
@asks_registries
@click.pass_obj
def fix(  # noqa: PLR0913  # one argument an option
    config: Config,
    /,
    file: str | None,
    *,
    yes: bool,
    dry_run: bool,
    only: Sequence[str],
    complete: bool,
    interactive: bool,
    **asking: Any,
) -> None:
    """Correct a .bib FILE: verified DOIs for dead ones, registered values where a field differs.

    Only the characters of wrong fields change. A reference whose DOI is another work's is left
    alone. Warnings are not corrected unless --only names their rule. Changes are shown first.

    With --complete, absent fields are filled and nothing is replaced; an entry that is nothing but
    a DOI becomes whole. A reference with an error is left alone until it is corrected.

    With --interactive, each finding is shown, and you decide: take what is registered, a suggested
    DOI or a value of your own, or keep what is printed with a reason, which goes into cikrefs.toml.
    """
    if complete and (only or interactive):
        raise click.UsageError("--complete corrects nothing; leave --only and --interactive away")
    settings = Path(config.file or FILES[0])
    settings_before = held(settings, "fix") if interactive else b""
    _make_sure_of_writers(only)
    path = Path(file or DEFAULT_FILE)
    before = held(path, "fix")
    with advising(_advice(path)):
        reading = read([file] if file else [], "bibtex")
    original = decoded(before, path)
    registry = registries({**asking, "whole": complete})
    checks = with_acceptances(checked(reading, registry), reading, config)
    exit_if_interrupted(registry)
    if interactive:
        change = _decided(original, checks, only)
    else:
        change = _completed(original, checks) if complete else _corrected(original, checks, only)
    _print_difference(original, change.text, str(path))
    if change.text == original:
        tell("nothing is to be filled" if complete else "nothing to correct")
    elif not dry_run and (yes or interactive or agreed(f"Write {path}?")):
        write(str(path), change.text, expecting=before)
        tell(f"wrote {path}: {change.what}")
    if change.acceptances and not dry_run:
        _accept(change.acceptances, settings, settings_before)
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


def _make_sure_of_writers(rules: Sequence[str]) -> None:
    """Raise UsageError for a rule whose findings cannot be corrected."""
    from cikrefs.corrections import WRITERS

    for rule in rules:
        if rule not in WRITERS:
            raise click.UsageError(f"{rule} cannot be corrected; only {', '.join(WRITERS)}")


@dataclass(frozen=True, slots=True)
class _Change:
    """The file's new text, what was done to it in words, and what was accepted on the way."""

    text: str
    what: str
    acceptances: Sequence[Acceptance] = ()


def _decided(original: str, checks: Sequence[Check], only: Sequence[str]) -> _Change:
    """Ask about the findings, with `only` those of these rules; return what was decided."""
    from cikrefs.cli.deciding import ask
    from cikrefs.deciding import Decisions, questions

    decisions = Decisions(original)
    ask([one for one in questions(checks) if not only or one.finding.rule in only], decisions)
    return _Change(decisions.result(), "as decided", decisions.acceptances)


def _accept(acceptances: Sequence[Acceptance], settings: Path, before: bytes) -> None:
    """Add acceptances to the settings."""
    from cikrefs.deciding import accepting

    text = decoded(before, settings)
    try:
        result = accepting(text, acceptances, in_pyproject=settings.name == FILES[1])
    except InputError as error:
        raise error.in_file(str(settings)) from error
    write(str(settings), result, expecting=before)
    tell(f"wrote {settings}: {len(acceptances)} more accepted")


def _corrected(original: str, checks: Sequence[Check], only: Sequence[str]) -> _Change:
    """Return the file with its errors corrected."""
    from cikrefs import corrections
    from cikrefs.formats.common.lines import clean

    found = corrections.edits(clean(original), checks, only)
    return _Change(corrections.fixed(original, found), f"{len(found)} corrections")


def _completed(original: str, checks: Sequence[Check]) -> _Change:
    """Return the file with what it lacked."""
    from cikrefs.completing import completions
    from cikrefs.formats.bibtex.editing import rewritten

    found = completions(checks)
    name_left_out([*found.values()], "bibtex")
    fuller = "one reference is fuller" if len(found) == 1 else f"{len(found)} references are fuller"
    return _Change(rewritten(original, found), fuller)


def _print_difference(before: str, after: str, name: str) -> None:
    """Print a unified diff, coloured on a terminal."""
    colours = {"+": "ok", "-": "error", "@": "note"}
    lines = unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="")
    for line in lines:
        what = colours.get(line[:1])
        echo(style(line, what) if what else line)
