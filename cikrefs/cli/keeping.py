"""The commands that keep and correct: what the registries say, and what they say it should be."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Any

import click

from cikrefs.cli.asking import (
    asks_registries,
    checked,
    exit_if_interrupted,
    lock_path,
    read_lock,
    registries,
    with_acceptances,
)
from cikrefs.cli.reading import DEFAULT_FILE, from_option, read, write
from cikrefs.cli.running import UNCHECKED, fail, say, style, wants_colour
from cikrefs.config import FILES, Config


@click.command(short_help="Keep what the registries say in a lock file.")
@click.argument("file", required=False)
@from_option
@click.option("--update", is_flag=True, help="Ask again for what is locked already.")
@asks_registries
def lock(file: str | None, format_: str | None, *, update: bool, **asking: Any) -> None:
    """Write what the registries say about FILE's DOIs to a lock file beside it.

    `cikrefs check --locked` then needs no network and never changes by itself. What is locked stays
    as it is, unless --update asks again; the difference is printed. What nobody answers for is left
    as it was, and the exit code is 3.
    """
    from cikrefs import dois
    from cikrefs import files as disk
    from cikrefs.errors import Unavailable
    from cikrefs.registry import lockfile

    path = lock_path(file or DEFAULT_FILE)
    reading = read([file] if file else [], format_, outputs=[path], besides=FILES)
    original = disk.held(path)
    before = read_lock(path) if path.exists() else {}
    keys = [dois.key(reference.DOI) for reference in reading.references]
    wanted = list(dict.fromkeys(key for key in keys if dois.is_doi(key)))
    asked = [doi for doi in wanted if update or doi not in before]
    registry = registries(asking)
    answers = registry.look_up(asked) if asked else {}
    exit_if_interrupted(registry)
    after = lockfile.lock(wanted, answers, before, dt.datetime.now(dt.UTC).date())
    for line in lockfile.differences(before, after):
        click.echo(line)
    write(str(path), lockfile.dumps(after), expecting=original)
    click.echo(f"wrote {path}: {len(after)} DOIs", err=True)
    failed = {doi: answer for doi, answer in answers.items() if isinstance(answer, Unavailable)}
    for doi, reason in failed.items():
        say("unchecked", f"{doi}: {reason}")
    reading.exit_if_problems()
    if failed:
        raise click.exceptions.Exit(UNCHECKED)


@click.command(short_help="Correct FILE by what is registered.")
@click.argument("file", required=False)
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@click.option(
    "--only",
    multiple=True,
    metavar="RULE",
    help="Correct findings of this rule only, warnings too. May be repeated.",
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

    Only the wrong fields' own characters change. A reference whose DOI is another work's is left
    alone; warnings are left to you unless --only names their rule. The change is shown first.
    """
    from cikrefs import corrections
    from cikrefs.formats.common.lines import clean

    unknown = [rule for rule in only if rule not in corrections.WRITERS]
    if unknown:
        known = ", ".join(corrections.WRITERS)
        raise click.UsageError(f"{unknown[0]} cannot be corrected; only {known}")
    path = Path(file or DEFAULT_FILE)
    before = _held(path)
    reading = read([file] if file else [], "bibtex")
    original = _decoded(before, path)
    registry = registries(asking)
    checks = with_acceptances(checked(reading, registry), reading, config)
    exit_if_interrupted(registry)
    found = corrections.edits(clean(original), checks, only)
    result = corrections.fixed(original, found)
    _print_difference(original, result, str(path))
    if found and not dry_run and (yes or click.confirm(f"Write {path}?", err=True)):
        write(str(path), result, expecting=before)
        click.echo(f"wrote {path}: {len(found)} corrections", err=True)
    elif not found:
        click.echo("nothing to correct", err=True)
    reading.exit_if_problems()
    if any(check.unavailable is not None for check in checks):
        raise click.exceptions.Exit(UNCHECKED)


def _held(path: Path) -> bytes:
    """Return what is in a file, which can be read again: no standard input, no pipe."""
    from cikrefs import files as disk

    if str(path) == disk.STDIN or (path.exists() and not path.is_file()):
        fail("fix needs a file of its own, not standard input")
    return disk.held(path)


def _decoded(content: bytes, path: Path) -> str:
    """Return the text of a file, line ends and byte order mark as they are."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        fail(f"{path}: is not UTF-8; save it as UTF-8 first")


def _print_difference(before: str, after: str, name: str) -> None:
    """Print a unified diff, coloured on a terminal."""
    colours = {"+": "ok", "-": "error", "@": "note"}
    lines = unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="")
    for line in lines:
        what = colours.get(line[:1])
        click.echo(style(line, what) if what else line, color=wants_colour(sys.stdout))
