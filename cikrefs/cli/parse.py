"""The command `parse`: how each printed entry was read."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from cikrefs.cli.options import size_option
from cikrefs.cli.reading import DEFAULT_FILE, advising, read, write
from cikrefs.cli.screen import page, style


@click.command
@click.argument("file", required=False)
@size_option
@click.option(
    "--format",
    "report",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print.",
)
@click.option("-o", "--output", metavar="OUTPUT", help="Write here, not to standard output.")
def parse(file: str | None, report: str, output: str | None) -> None:
    """Show how each entry of the printed list in FILE is read.

    A reading is "exact" if the printed string can be printed again from it and no field holds what
    looks like another's, "full" if fields claim every character, and otherwise "partial". JSON also
    has the spans of all fields and the sentences of the document that cite each reference.
    """
    from cikrefs.citations import find_citations
    from cikrefs.reports import readings

    with advising(_advice(file or DEFAULT_FILE)):
        reading = read([file] if file else [], "printed", outputs=[output])
    if report == "json":
        (document,) = reading.documents.values() or [""]
        found = find_citations(document, reading.references)
        write(output, readings.as_json(reading.references, found))
    elif output in (None, "-"):
        page(readings.text(reading.references, style))
    else:
        write(output, readings.text(reading.references))
    reading.exit_if_problems()


def _advice(file: str) -> str | None:
    """Return which command is meant for a file of references, None for any other file."""
    from cikrefs.formats import FORMATS

    printed = FORMATS["printed"].extensions
    known = {e for row in FORMATS.values() for e in row.extensions if e not in printed}
    if Path(file).suffix.lower() not in known or not Path(file).exists():
        return None
    name = shlex.quote(file)
    return (
        "parse shows how printed lists are read, and this is by its name a file of references:"
        f" `cikrefs check {name}` checks it, `cikrefs convert {name} -o OUTPUT` converts it"
    )
