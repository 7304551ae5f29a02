"""The command that sends references to Zotero and says what became of each.

What Zotero refuses, and what it is not known to have taken, ends with 3: not done is not done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from cikrefs.cli.looking_up import look_up
from cikrefs.cli.options import asks_registries, from_option, size_option
from cikrefs.cli.reading import name_left_out, read
from cikrefs.cli.running import UNCHECKED
from cikrefs.cli.screen import echo, say
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
@size_option
@click.option(
    "--collection",
    metavar="NAME",
    help="Put them into this collection. Without it, into Zotero's selection; on zotero.org"
    " into no collection.",
)
@click.option(
    "--library",
    metavar="user:ID|group:ID",
    help="Send them to this library on zotero.org, not to the Zotero on this computer.",
)
@click.option(
    "--api-key",
    envvar="ZOTERO_API_KEY",
    show_envvar=True,
    metavar="KEY",
    help="The key to that library, from https://www.zotero.org/settings/keys; better set in the"
    " environment, where no list of running processes shows it.",
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
    """Send FILE's references to the Zotero on this computer, or to a library on zotero.org.

    Works whose DOI is already in the library are left out. If FILE is a plain list of identifiers,
    the works registered under them are sent.

    Keywords arrive as tags only if Zotero's setting “Automatically tag items with keywords and
    subject headings” (Settings › General) is on: with it off, Zotero drops them and says nothing.
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

    Raises Unavailable if it cannot be found out what is there; then nothing is added.
    """
    from cikrefs.zotero import push as sending

    plan = sending.plan(references, destination)
    if not plan.seen:
        say("note", _UNSEEN)
    for outcome in plan.left_out:
        _report(outcome.state, outcome.reference, outcome.why)
    if dry_run:
        for reference in plan.new:
            _report("would add", reference)
    items, done = 0, True
    for batch in () if dry_run else sending.add(plan.new, destination):
        for outcome in batch.outcomes:
            _report(outcome.state, outcome.reference, outcome.why)
        for remark in batch.remarks:
            say("warning", remark)
        if batch.unavailable:
            say("unchecked", str(batch.unavailable))
        items, done = items + batch.items, done and batch.is_done
    echo(f"{items} of {len(references)} references added to {destination.name}")
    return done


def _report(what: str, reference: Reference, why: str = "") -> None:
    title = shorten(reference.title, 70)
    echo(f"{what:<10} {reference.id}  {title}" + (f": {shorten(why)}" if why else ""))
