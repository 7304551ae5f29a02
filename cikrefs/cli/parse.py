"""The command `parse`: how each printed entry was read."""

from __future__ import annotations

import click

from cikrefs.cli.options import size_option
from cikrefs.cli.reading import read, write
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

    A reading is "exact" if the printed string can be printed again from it, "full" if fields claim
    every character, and otherwise "partial". JSON also has the spans of all fields and the
    sentences of the document that cite each reference.
    """
    from cikrefs.citations import find_citations
    from cikrefs.reports import readings

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
