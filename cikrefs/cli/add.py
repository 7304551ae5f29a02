"""The command `add`: registered works at the end of a list, under keys like its own."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from cikrefs.cli.looking_up import look_up
from cikrefs.cli.options import asks_registries, size_option
from cikrefs.cli.reading import DEFAULT_FILE, Reading, decoded, held, name_left_out, write
from cikrefs.cli.screen import say, tell
from cikrefs.errors import InputError, Problem
from cikrefs.formats import FORMATS, by_extension


@click.command(short_help="Add registered works to a list.")
@click.argument("identifiers", nargs=-1, required=True, metavar="IDENTIFIER...")
@click.option(
    "--to",
    metavar="FILE",
    default=DEFAULT_FILE,
    show_default=True,
    help="Add to this .bib, .ris or .json; it is made if it is missing.",
)
@size_option
@asks_registries
def add(identifiers: Sequence[str], to: str, **asking: Any) -> None:
    """Add the works registered under each IDENTIFIER to a list; "-" reads them from standard input.

    The new entries stand at the end, under keys like those that are there; every byte of the file
    stays. What the list has already is named and not added. An IDENTIFIER that nobody has
    registered makes the exit code 2, one that nobody answers for 3; the rest is added all the same.
    """
    from cikrefs import merging
    from cikrefs.formats.appending import appended

    try:
        format_ = by_extension(to)
    except InputError as error:
        raise click.UsageError(str(error)) from error
    before = held(Path(to), "add")
    original = decoded(before, Path(to))
    reading = _listed(identifiers)
    on_problem = partial(_name, reading, to)
    there = FORMATS[format_].loads(original, on_problem=on_problem) if original.strip() else []
    reading.count_more()
    look_up(reading, asking)
    found = merging.added(there, reading.references)
    for new, same, why in found.duplicates:
        line = f"{to}:{same.source.line}" if same in there else "also new"
        name = new.DOI or new.title
        say("note", f"{name} is {same.id} ({line}) already, {merging.shown_by(why)}")
    if found.references:
        try:
            result = appended(original, format_, found.references)
        except InputError as error:
            raise error.in_file(to) from error
        name_left_out(found.references, format_)
        write(to, result, expecting=before)
    for reference in found.references:
        tell(f"added {reference.id} to {to}: {reference.title}")
    reading.exit_if_problems()


def _name(reading: Reading, to: str, problem: Problem) -> None:
    reading.on_problem(replace(problem, file=to))


def _listed(identifiers: Sequence[str]) -> Reading:
    """Return the references that the identifiers are, each with nothing else."""
    reading = Reading(["-"])
    texts = [sys.stdin.read() if text == "-" else text for text in identifiers]
    found = FORMATS["dois"].loads("\n".join(texts), on_problem=reading.on_problem)
    if not found:
        reading.on_problem(Problem("no identifier is given"))
        reading.exit_if_problems()
    reading.references, reading.lists, reading.formats = found, [found], ["dois"]
    return reading
