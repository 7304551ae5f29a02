"""The command that sends references to Zotero: what is there already is left out, all else said.

What Zotero refuses, and what it is not known to have taken, ends with 3: not done is not done. It
can be run again, since works that arrived with a DOI are then left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from cikrefs import dois
from cikrefs.cli.looking_up import look_up
from cikrefs.cli.options import asks_registries, from_option
from cikrefs.cli.reading import name_left_out, read
from cikrefs.cli.running import UNCHECKED, say
from cikrefs.errors import Unavailable, shorten
from cikrefs.models import Reference

if TYPE_CHECKING:
    from cikrefs.zotero import Destination

_UNSEEN = (
    "Zotero's local API does not answer, so it is not known what is there already; references may"
    " arrive twice. To switch it on: Settings › Advanced › Allow other applications on this"
    " computer to communicate with Zotero"
)


@click.command(short_help="Send FILE's references to Zotero.")
@click.argument("file", required=False)
@from_option
@click.option(
    "--collection",
    metavar="NAME",
    help="Put them into this collection. Without it: into what is selected in Zotero; on zotero.org"
    " into none.",
)
@click.option(
    "--library",
    metavar="user:ID|group:ID",
    help="Send them to this library on zotero.org, not to the Zotero that runs here.",
)
@click.option(
    "--api-key",
    envvar="ZOTERO_API_KEY",
    show_envvar=True,
    metavar="KEY",
    help="The key to that library, from https://www.zotero.org/settings/keys; better given in the"
    " environment, where no list of processes shows it.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be added, and add nothing.")
@click.option(
    "--zotero-url",
    envvar="CIKREFS_ZOTERO_URL",
    show_envvar=True,
    metavar="URL",
    help="Ask Zotero here instead of at http://127.0.0.1:23119 (with --library, at"
    " https://api.zotero.org).",
)
@asks_registries
def push(  # noqa: PLR0913  # one argument an option
    file: str | None,
    format_: str | None,
    collection: str | None,
    library: str | None,
    api_key: str | None,
    zotero_url: str | None,
    *,
    dry_run: bool,
    **asking: Any,
) -> None:
    """Send FILE's references to the Zotero that runs here, or to a library on zotero.org.

    Works whose DOI is in the library already are left out. Of a plain list of DOIs, what is
    registered under them is sent.
    """
    from cikrefs import keys

    if library and not api_key:
        raise click.UsageError("--library needs a key: --api-key, or ZOTERO_API_KEY")
    reading = read([file] if file else [], format_)
    look_up(reading, asking)
    reading.name_unparsed()
    if not library:
        name_left_out(reading.references, "ris")
    try:
        destination = _destination(library, api_key, collection, zotero_url, asking["timeout"])
        done = _push(keys.assign(reading.references), destination, dry_run=dry_run)
    except Unavailable as error:
        say("unchecked", f"nothing was added: {error}")
        done = False
    reading.exit_if_problems()
    if not done:
        raise click.exceptions.Exit(UNCHECKED)


def _destination(
    library: str | None, key: str | None, collection: str | None, url: str | None, seconds: float
) -> Destination:
    if library:
        from cikrefs.zotero.library import Library

        return Library(library, key or "", collection, url=url, seconds=seconds)
    from cikrefs.zotero.connector import Connector

    return Connector(collection, url=url, seconds=seconds)


def _push(references: Sequence[Reference], destination: Destination, *, dry_run: bool) -> bool:
    """Add the references that are not there yet and report each; return whether all is done.

    Raises Unavailable if it cannot be looked what is there; nothing is added then.
    """
    there = destination.known_dois()
    if there is None:
        say("note", _UNSEEN)
    new = _unknown(references, there or frozenset())
    added, done = 0, True
    if dry_run:
        _report("would add", new)
    else:
        added, done = _add(new, destination)
    click.echo(f"{added} of {len(references)} references added to {destination.name}")
    return done


def _unknown(references: Iterable[Reference], there: frozenset[str]) -> list[Reference]:
    """Return the references whose DOI is not `there` nor stands above; report the others."""
    new: list[Reference] = []
    first: dict[str, Reference] = {}
    for reference in references:
        doi = dois.key(reference.DOI) if reference.DOI else ""
        if doi in there:
            _report("left out", [reference], f"{doi} is there already")
        elif doi and doi in first:
            _report("left out", [reference], f"{doi} is the DOI of {first[doi].id} too")
        else:
            first.setdefault(doi, reference)
            new.append(reference)
    return new


def _add(references: Sequence[Reference], destination: Destination) -> tuple[int, bool]:
    """Add the references batch by batch; return how many items they became, and if all is done."""
    from cikrefs.zotero import BATCH

    items, done, rest = 0, True, iter(references)
    while batch := list(islice(rest, BATCH)):
        try:
            added = destination.add(batch)
        except Unavailable as error:
            _report("not known", batch, "may have been added or not")
            _report("not added", rest)
            say("unchecked", str(error))
            return items, False
        items += added.items
        for index, reference in enumerate(batch):
            why = added.refused.get(index)
            _report("added" if why is None else "refused", [reference], why)
        if added.items != len(batch) - len(added.refused):
            taken = len(batch) - len(added.refused)
            say("warning", f"Zotero made {added.items} items of {taken} references; look there")
        if added.remark:
            say("warning", added.remark)
        done = done and added.items == len(batch) and not added.remark
    return items, done


def _report(what: str, references: Iterable[Reference], why: str | None = None) -> None:
    for reference in references:
        title = shorten(reference.title, 70)
        click.echo(f"{what:<10} {reference.id}  {title}" + (f": {shorten(why)}" if why else ""))
