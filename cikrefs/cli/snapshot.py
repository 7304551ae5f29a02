"""The command `snapshot`: Crossref's public data file, made into a folder to check by offline."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from cikrefs.cli.options import quiet_option
from cikrefs.cli.running import progress
from cikrefs.cli.screen import echo, tell

if TYPE_CHECKING:
    from cikrefs.registry.snapshot import Info


@click.group(short_help="Make Crossref's public data file a folder to check by offline.")
def snapshot() -> None:
    """Make Crossref's public data file a folder that `cikrefs check --snapshot` asks.

    It takes the extra `batch`.
    """


def _month(_: click.Context, __: click.Parameter, date: str) -> str:
    year, month = date[:4], date[5:]
    if date and not (year.isdecimal() and date[4:5] == "-" and month in _MONTHS):
        raise click.BadParameter(f"{date} is no month; write it as 2026-03")
    return date


_MONTHS = frozenset(f"{month:02}" for month in range(1, 13))


@snapshot.command(short_help="Build a snapshot in DIR from SOURCE.")
@click.argument("source", type=click.Path())
@click.argument("directory", type=click.Path(), metavar="DIR")
@click.option(
    "--date",
    default="",
    metavar="YYYY-MM",
    callback=_month,
    help="The month that the data are of; without it that of the record indexed last.",
)
@click.option(
    "--match-keys",
    is_flag=True,
    help="Also make what finds works without a DOI, which takes about six times as long.",
)
@quiet_option
def build(source: str, directory: str, date: str, *, match_keys: bool) -> None:
    """Build a snapshot in DIR from SOURCE, a folder of Crossref's .jsonl.gz (or .json.gz).

    A build that was ended goes on where it was when the command is run again. The disk needs room
    for about six tenths of SOURCE meanwhile, and for two tenths in the end.
    """
    from cikrefs.registry import snapshot as snapshots

    with progress("building the snapshot, bytes of SOURCE") as on_progress:
        held = snapshots.build(source, directory, on_progress, date=date)
    if match_keys:
        with progress("making match keys, files") as on_progress:
            workers = os.cpu_count() or 1
            held = snapshots.add_match_keys(directory, on_progress, workers=workers)
    tell(f"{directory}: {_said(held)}")


@snapshot.command(short_help="Say what the snapshot in DIR holds.")
@click.argument("directory", type=click.Path(), metavar="DIR")
def info(directory: str) -> None:
    """Say of which month the snapshot in DIR is, and how many works it holds."""
    from cikrefs.registry import snapshot as snapshots

    echo(_said(snapshots.info(directory)))


def _said(held: Info) -> str:
    """Return what a snapshot holds, as a sentence."""
    left_out = f"; {held.left_out:,} lines without a DOI are left out" if held.left_out else ""
    keys = ", with match keys" if held.match_keys else ""
    return f"{held.name}: {held.works:,} works, {held.aliases:,} aliases{keys}{left_out}"
