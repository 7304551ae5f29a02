"""The command that converts, several files into one: nothing is dropped silently.

Large files go piece by piece.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from cikrefs.cli.looking_up import look_up
from cikrefs.cli.options import (
    FormatChoice,
    asks_registries,
    cited_option,
    for_option,
    from_option,
    only_option,
    size_option,
)
from cikrefs.cli.reading import SHOWN_AFTER, Reading, name_left_out, name_renamed, read, write
from cikrefs.cli.running import progress
from cikrefs.cli.screen import say
from cikrefs.errors import InputError, Problem, shorten
from cikrefs.formats import FORMATS, WRITERS, by_extension


@click.command
@click.argument("files", nargs=-1, metavar="[FILE|IDENTIFIER]...")
@from_option
@size_option
@click.option(
    "--to", type=FormatChoice(WRITERS), help="Write this format; else OUTPUT's name tells."
)
@click.option("-o", "--output", metavar="OUTPUT", help="Write here, not to standard output.")
@only_option
@cited_option
@for_option
@asks_registries
def convert(  # noqa: PLR0913  # one argument an option
    files: Sequence[str],
    format_: str | None,
    to: str | None,
    output: str | None,
    only: str | None,
    program: str | None,
    *,
    cited_only: bool,
    **asking: Any,
) -> None:
    """Convert FILE, or the works that identifiers name, to BibTeX, RIS or CSL-JSON.

    What cannot be read is named, the rest is converted, and the exit code is 2. From BibTeX to
    BibTeX the file stays as it stands, to the last blank, but for what has changed. A plain list of
    identifiers (DOI, PMID, PMCID, arXiv number, ISBN, or links of theirs) is converted to what is
    registered under them, and so are identifiers in FILE's place; only then are the registries
    asked. A PMID is written PMID:123.

    Several become one list. A key that an earlier FILE has gets a letter behind it. References that
    are the same work are named, and stay; `cikrefs dedupe` makes one of them.
    """
    if to is None and output in (None, "-"):
        raise click.UsageError("say the format with --to, or name a file with -o")
    try:
        to = to or by_extension(str(output))
    except InputError as error:
        raise click.UsageError(_refused(str(output), error)) from error
    reading = read(files, format_, outputs=[output], keep_asides=True)
    reading.keep_cited(wanted=cited_only)
    look_up(reading, asking)
    if len(files) > 1:
        _put_together(reading)
    reading.keep_only(only)
    reading.name_unparsed()
    _name_left_out(reading, to, zotero=program == "zotero")
    with progress("writing", after=SHOWN_AFTER) as on_progress:
        pieces = _pieces(reading, to, on_progress, zotero=program == "zotero")
        is_again = reading.formats == [to] == ["bibtex"] and output not in (None, "-")
        write(output, reading.form.given_to(pieces) if reading.form and is_again else pieces)
    reading.exit_if_problems()


def _refused(output: str, error: InputError) -> str:
    """Return why no format is known by the output's name, and which command is meant if one is."""
    from cikrefs.lists import OUTPUTS

    if Path(output).suffix.lower() in {row.extension for row in OUTPUTS.values()}:
        return (
            f"{output}: convert writes files of references; a formatted list, as a document has"
            f" it, is written by `cikrefs list FILE -o {shlex.quote(output)}`"
        )
    return f"{error} or say --to"


def _put_together(reading: Reading) -> None:
    """Give the references of several files keys of their own; name those that are the same work."""
    from cikrefs.checks.duplicates import twins
    from cikrefs.merged import place
    from cikrefs.merging import joined, shown_by

    found = joined(*reading.lists)
    reading.references = [*found.references]
    name_renamed(found.renamed)
    for group in twins(found.references):
        first, *others = (found.references[member] for member in group.members)
        for other in others:
            what = f"{other.id} is {first.id} ({place(first)}) once more, {shown_by(group.why)}"
            source = other.source
            reading.on_problem(Problem(what, source.file, source.line, lost=False))
    reading.count_more()


def _name_left_out(reading: Reading, to: str, *, zotero: bool) -> None:
    """Say what the format to be written has no place for."""
    name_left_out(reading.references, to, zotero=zotero)
    texts = [aside.text for aside in reading.asides or () if aside.text.strip()]
    if texts and to != "bibtex":
        kinds = "comments, @string, @preamble, what cannot be read"
        first = shorten(texts[0].strip(), 60)
        say("note", f"{to} has no place for what stands between entries ({kinds}): “{first}” …")


def _pieces(
    reading: Reading, to: str, on_progress: Callable[[int, int], None] | None, *, zotero: bool
) -> Iterator[str]:
    """Yield what is to be written, a reference or an aside at a time; say how far it is."""
    pieces = partial(FORMATS[to].pieces, zotero=zotero)
    if to == "bibtex" and not zotero:
        from cikrefs.formats import bibtex

        pieces = partial(bibtex.pieces, asides=reading.asides)
    for number, piece in enumerate(pieces(reading.references)):
        if on_progress:
            on_progress(number, len(reading.references))
        yield piece
