"""The command `dedupe`: entries of the same work become one, after they were shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cikrefs.cli.options import from_option, size_option
from cikrefs.cli.reading import (
    DEFAULT_FILE,
    Reading,
    agreed,
    decoded,
    held,
    name_left_out,
    name_renamed,
    read,
    write,
)
from cikrefs.cli.screen import echo, style, tell
from cikrefs.errors import InputError, shorten
from cikrefs.formats import FORMATS, by_extension

if TYPE_CHECKING:
    from cikrefs.merged import Choice, Merged
    from cikrefs.merging import Deduplicated

WIDTH = 100
"""Characters of a line on which entries stand side by side."""
_LABEL = 20


@click.command(short_help="Make one entry of all that are the same work.")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@from_option
@size_option
@click.option("-o", "--output", metavar="OUTPUT", help="Write here, and leave FILE as it is.")
@click.option("--yes", is_flag=True, help="Do not ask before writing.")
def dedupe(files: Sequence[str], format_: str | None, output: str | None, *, yes: bool) -> None:
    """Make one entry of all entries that are the same work, in one FILE or over several.

    The same work is told by DOI, PMID, PMCID, arXiv number or ISBN, or by all that the entries say.
    The first entry stays and gets what it lacks; of a field that both have, the fuller stays, and
    what the other says beyond it is kept in `annote`. Everything is shown first. Without -o, one
    .bib is changed in place, and nothing in it but these entries.
    """
    from cikrefs import merging

    if output is not None:
        reading = read(files, format_, outputs=[output], keep_asides=True)
        try:
            to = by_extension(output)
        except InputError as error:
            raise click.UsageError(str(error)) from error
        found = merging.deduplicated(*reading.lists)
        _show(found)
        if not found.groups or yes or agreed(f"Write {output}?"):
            write(output, _pieces(reading, found, to))
            tell(f"wrote {output}: {len(found.references)} references, {_counted(found)}")
    else:
        reading = _in_place(files, format_, yes=yes)
    reading.exit_if_problems()


def _in_place(files: Sequence[str], format_: str | None, *, yes: bool) -> Reading:
    """Merge the entries of one .bib in their place."""
    from cikrefs import merging
    from cikrefs.formats.bibtex import editing

    path = Path(files[0] if files else DEFAULT_FILE)
    if len(files) > 1 or path.suffix.lower() != ".bib" or format_ not in (None, "bibtex"):
        raise click.UsageError("one .bib is changed in place; for anything else, say -o OUTPUT")
    before = held(path, "dedupe")
    reading = read([str(path)] if files else [], "bibtex")
    original = decoded(before, path)
    found = merging.deduplicated(*reading.lists)
    _show(found)
    if found.groups:
        result = editing.rewritten(original, found.becomes)
        name_left_out([group.result for group in found.groups], "bibtex")
        if yes or agreed(f"Write {path}?"):
            write(str(path), result, expecting=before)
            tell(f"wrote {path}: {_counted(found)}")
    return reading


def _pieces(reading: Reading, found: Deduplicated, to: str) -> Iterator[str]:
    """Yield the text of what is left, as a file in the format `to`."""
    name_renamed(found.renamed)
    name_left_out(found.references, to)
    if to != "bibtex":
        return FORMATS[to].pieces(found.references)
    from cikrefs.formats import bibtex
    from cikrefs.formats.bibtex.between import after_removing

    numbers = range(len(reading.references))
    stays = [found.becomes.get(number, True) is not None for number in numbers]
    return bibtex.pieces(found.references, after_removing(reading.asides or (), stays))


def _counted(found: Deduplicated) -> str:
    """Return how many entries became how many, in words."""
    gone = sum(one is None for one in found.becomes.values())
    if not found.groups:
        return "no duplicates"
    return f"{gone + len(found.groups)} entries became {len(found.groups)}"


def _show(found: Deduplicated) -> None:
    """Print each group of entries side by side: `*` stays, `+` is kept in annote."""
    for group in found.groups:
        _show_group(group)
    if found.groups:
        tell("* stays; + is kept in annote, since it says something else or more")
    else:
        tell("no two references are the same work")


def _show_group(group: Merged) -> None:
    from cikrefs.merged import place
    from cikrefs.merging import shown_by

    echo(f"the same work, {shown_by(group.why)}:")
    for member in group.members:
        echo(f"  {member.id}  {style(place(member), 'faint')}")
    width = max(20, (WIDTH - _LABEL - 2) // len(group.members) - 4)
    same = []
    for choice in group.choices:
        if len({*choice.said}) == 1:
            same.append(choice.name)
        else:
            echo(_row(choice, width))
    if same:
        echo(style(f"    the same in all: {', '.join(same)}", "faint"))
    echo("")


def _row(choice: Choice, width: int) -> str:
    """Return one field of all entries on a line."""
    cells = []
    for number, said in enumerate(choice.said):
        mark = "*" if number == choice.taken else "+" if number in choice.kept else " "
        shown = f"{mark} {shorten(said, width)}"
        if number < len(choice.said) - 1:
            shown = f"{shown:<{width + 2}}"
        cells.append(style(shown, "ok") if mark == "*" else shown)
    return f"    {shorten(choice.name, _LABEL):<{_LABEL}}{'  '.join(cells)}"
