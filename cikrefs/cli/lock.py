"""The command `lock`: what the registries say, kept in a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from cikrefs.cli.asking import (
    exit_if_interrupted,
    lock_path,
    read_lock,
    registries,
    today,
)
from cikrefs.cli.options import asks_registries, from_option, size_option
from cikrefs.cli.reading import read, write
from cikrefs.cli.running import FINDINGS, UNCHECKED
from cikrefs.cli.screen import echo, say, tell

if TYPE_CHECKING:
    from cikrefs.registry.lockfile import Locked


@click.command(short_help="Write the registries' answers to a lock file.")
@click.argument("file", required=False)
@from_option
@size_option
@click.option("--update", is_flag=True, help="Ask again for what is locked already.")
@click.option(
    "--verify",
    is_flag=True,
    help="Ask again for all, name what differs, and write nothing; exit with 1 if anything does.",
)
@asks_registries
def lock(
    file: str | None, format_: str | None, *, update: bool, verify: bool, **asking: Any
) -> None:
    """Write what the registries say about FILE's references to a lock file beside it.

    `cikrefs check --locked` then needs no network and gives the same result each time. What is
    locked stays unless --update asks again; differences are printed. If nobody answers for a DOI,
    its line is left as it was, and the exit code is 3.
    """
    from cikrefs import files as disk
    from cikrefs.checks import check
    from cikrefs.registry import lockfile
    from cikrefs.registry.locking import Recorder

    if update and verify:
        raise click.UsageError("--update writes and --verify does not; say one of them")
    reading = read([file] if file else [], format_)
    path = lock_path(reading.files[0])
    original = disk.held(path)
    before = read_lock(path) if verify or path.exists() else {}
    registry = registries(asking, anew=True)  # a lock says on which day it was asked
    recorder = Recorder(registry, {} if update or verify else before, today())
    check(reading.references, recorder)
    exit_if_interrupted(registry)
    after = {**(before if recorder.failed else {}), **recorder.locked}
    differences = [*lockfile.differences(before, after)]
    for line in differences:
        echo(line)
    is_same = before and not differences and not recorder.failed
    if not verify:
        write(str(path), lockfile.dumps(after, registry.services), expecting=original)
        tell(f"wrote {path}: {_counted(after)}{'; nothing has changed' if is_same else ''}")
    elif is_same:
        tell(f"{path}: nothing has changed")
    for question, reason in recorder.failed.items():
        say("unchecked", f"{question}: {reason}")
    if verify and differences:
        raise click.exceptions.Exit(FINDINGS)
    reading.exit_if_problems()
    if recorder.failed:
        raise click.exceptions.Exit(UNCHECKED)


def _counted(locked: Mapping[str, Locked]) -> str:
    """Return in words what a lock file holds."""
    searches = sum(one.hits is not None for one in locked.values())
    return f"{len(locked) - searches} identifiers, {searches} searches"
