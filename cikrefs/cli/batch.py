"""The command `batch`: a table of printed strings in, a table of what they are out."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cikrefs.cli.asking import retractions_option
from cikrefs.cli.options import quiet_option
from cikrefs.cli.running import FINDINGS, UNCHECKED, progress
from cikrefs.cli.screen import tell


@click.group(short_help="Read or check a table of printed references, as many as there are.")
def batch() -> None:
    """Read or check a table of printed references, as many as there are.

    It takes the extra `batch`.
    """


_OPTIONS = (
    click.argument("table", type=click.Path(), metavar="IN"),
    click.option(
        "-o",
        "--output",
        type=click.Path(),
        required=True,
        metavar="OUT",
        help="The folder to write Parquet into, new or of a run of the same command before.",
    ),
    click.option(
        "--column",
        default="string",
        show_default=True,
        metavar="NAME",
        help="The column with one printed reference in each row.",
    ),
    click.option(
        "--id",
        "id_",
        metavar="NAME",
        help="The column of ids; without it “id” if there is one, else the row's number.",
    ),
    click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=os.cpu_count() or 1,
        metavar="NUMBER",
        help="How many processes compute; without it as many as there are cores.",
    ),
    quiet_option,
)


def _of_tables(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of those that take a table."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@batch.command(short_help="Read each row's string into a reference.")
@_of_tables
def read(**given: Any) -> None:
    """Read the printed reference in each row of IN (.parquet, .jsonl or .csv) into its fields.

    There is one row out for each row in. The exit code is 3 if a row could not be read.
    """
    _run("read", None, None, **given)


@batch.command(short_help="Check each row's string by a snapshot.")
@_of_tables
@click.option(
    "--snapshot",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The folder that `cikrefs snapshot build` has made; nobody else is asked.",
)
@retractions_option
def check(snapshot: Path, retractions: str | None, **given: Any) -> None:
    """Check the printed reference in each row of IN (.parquet, .jsonl or .csv) by a snapshot.

    There is one row out for each row in. The exit code is 1 if a reference has an error, else 3 if
    one could not be checked.
    """
    _run("check", snapshot, Path(retractions) if retractions else None, **given)


def _run(what: Any, snapshot: Path | None, retractions: Path | None, **given: Any) -> None:
    from cikrefs import batch as batches

    output, workers = given["output"], given["workers"]
    plan = batches.Plan(what, given["column"], given["id_"], snapshot, retractions=retractions)
    with progress(f"parts of {batches.PART:,} rows") as on_progress:
        done = batches.run(given["table"], output, plan, workers=workers, on_progress=on_progress)
    statuses = ", ".join(f"{number:,} {status}" for status, number in done.statuses.items())
    said = statuses or f"{done.errors:,} could not be read"
    tell(f"{output}: {done.rows:,} rows, {said}")
    if done.statuses.get("error"):
        raise click.exceptions.Exit(FINDINGS)
    if done.errors:
        raise click.exceptions.Exit(UNCHECKED)
