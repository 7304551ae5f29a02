"""What commands read and write: references with every problem named, texts whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cikrefs.cli.running import BAD_INPUT, say
from cikrefs.errors import Problem
from cikrefs.formats import READERS

if TYPE_CHECKING:
    from cikrefs.models import Reference

DEFAULT_FILE = "references.bib"

from_option = click.option(
    "--from",
    "format_",
    type=click.Choice(READERS),
    help="Read FILE as this format instead of telling it by its content.",
)


@dataclass(slots=True)
class Reading:
    """What was read, from which files, and how many places could not be.

    `documents` are the texts of the files that are documents with a printed list; `warnings` counts
    those about the settings.
    """

    files: list[str]
    references: list[Reference] = field(default_factory=list)
    documents: dict[str, str] = field(default_factory=dict)
    problems: int = 0
    warnings: int = 0

    def on_problem(self, problem: Problem) -> None:
        """Name the problem on standard error."""
        say("error" if problem.lost else "note", str(problem))
        self.problems += problem.lost

    def name_unparsed(self) -> None:
        """Say what of printed references no field holds, since no output will hold it either."""
        for reference in self.references:
            source = reference.source
            for text in source.unparsed_text:
                message, id_ = f"“{text}” fits no field", reference.id
                self.on_problem(Problem(message, source.file, source.line, None, id_, lost=False))

    def exit_if_problems(self) -> None:
        """Exit with 2 if anything could not be read."""
        if self.problems:
            places = "one place" if self.problems == 1 else f"{self.problems} places"
            click.echo(f"{places} of the input could not be read", err=True)
            raise click.exceptions.Exit(BAD_INPUT)


def read(files: Sequence[str], format_: str | None) -> Reading:
    """Read all files; name what cannot be read; end here if nothing can."""
    from cikrefs import files as disk

    if not files and not Path(DEFAULT_FILE).exists():
        raise click.UsageError(f"no FILE given, and no {DEFAULT_FILE} here")
    reading = Reading([*files] or [DEFAULT_FILE])
    for file in reading.files:
        contents = disk.read_contents(file, format_=format_, on_problem=reading.on_problem)
        reading.references += contents.references
        if contents.document is not None:
            name = contents.references[0].source.file if contents.references else None
            reading.documents[name or file] = contents.document
    if not reading.references:
        reading.exit_if_problems()
    return reading


def write(output: str | None, text: str) -> None:
    """Write to the file `output`, or as they are, bytes for bytes, to standard output."""
    from cikrefs import files as disk

    if output in (None, "-"):
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    else:
        disk.write(str(output), text)


def write_beside(path: Path, text: str, file: str) -> None:
    """Write `path` unless it is the very `file` that was read."""
    source = Path(file)
    if path.exists() and source.exists() and path.samefile(source):
        click.echo(f"{path} is what was read; it is left as it is", err=True)
        return
    write(str(path), text)
    click.echo(f"wrote {path}", err=True)
