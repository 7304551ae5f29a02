"""The command `build`: read, check and write in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cikrefs.cli.asking import (
    checked,
    exclusive,
    exit_by,
    head,
    print_text,
    registries,
    with_acceptances,
)
from cikrefs.cli.list import write_page
from cikrefs.cli.looking_up import look_up
from cikrefs.cli.options import (
    asks_registries,
    fail_on_option,
    for_option,
    from_option,
    quiet_option,
    size_option,
    verbose_option,
)
from cikrefs.cli.reading import name_left_out, read, write_into
from cikrefs.config import FILES, Config
from cikrefs.folders import DEFAULT, Folder
from cikrefs.formats import FORMATS, WRITERS
from cikrefs.reports import REPORTS


@click.command(short_help="Read, check and write FILE in one go.")
@click.argument("file", required=False)
@from_option
@size_option
@click.option(
    "-o",
    "--output",
    "directory",
    default=DEFAULT,
    show_default=True,
    metavar="DIR",
    help="Write the files into DIR, which is new, empty, or made by an earlier build.",
)
@click.option(
    "--force", is_flag=True, help="Write into any DIR, and replace what has the same names there."
)
@for_option
@fail_on_option
@quiet_option
@verbose_option
@asks_registries
@click.pass_obj
def build(  # noqa: PLR0913  # one argument an option
    config: Config,
    /,
    file: str | None,
    format_: str | None,
    directory: str,
    program: str | None,
    *,
    force: bool,
    verbose: bool,
    fail_on: str,
    **asking: Any,
) -> None:
    """Do it all: check FILE; write references.bib, .ris, .json, .html, check.json and check.html.

    If something cannot be checked, or pandoc is missing and the list cannot be formatted, all the
    rest is still written; the exit code tells. In DIR only those files are replaced that an earlier
    build wrote and nobody has changed, and FILE itself never is.
    """
    from cikrefs.checks.cited import with_documents

    exclusive(verbose=verbose)
    reading = read([file] if file else [], format_)
    folder = Folder(Path(directory), (*reading.files, *FILES), force)
    lists = {f"references{FORMATS[name].extensions[0]}": name for name in WRITERS}
    page, pages = "references.html", {f"check.{name}": REPORTS[name] for name in ("json", "html")}
    folder.claim([*lists, page, *pages])
    look_up(reading, asking)
    zotero = program == "zotero"
    for file_name, name in lists.items():
        name_left_out(reading.references, name, zotero=zotero)
        write_into(folder, file_name, FORMATS[name].dumps(reading.references, zotero=zotero))
    write_page(folder, page, reading)
    registry = registries(asking)
    checks = with_documents(checked(reading, registry), reading.documents)
    checks = with_acceptances(checks, reading, config)
    for name, render in pages.items():
        write_into(folder, name, render(checks, head()))
    print_text(checks, verbose=verbose)
    exit_by(checks, fail_on, reading, registry)
