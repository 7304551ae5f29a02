"""The command that prints a formatted reference list."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from cikrefs.cli.looking_up import look_up
from cikrefs.cli.options import (
    FormatChoice,
    asks_registries,
    cited_option,
    from_option,
    size_option,
)
from cikrefs.cli.reading import Reading, read, write, write_into
from cikrefs.cli.screen import say
from cikrefs.errors import InputError, ProgramError
from cikrefs.lists import OUTPUTS, by_extension

if TYPE_CHECKING:
    from cikrefs.folders import Folder
    from cikrefs.lists.model import FormattedList
    from cikrefs.lists.sorting import Order
    from cikrefs.lists.styles import Style
    from cikrefs.models import Reference

MANY = 300
"""From this many references on, an author-date style takes seconds: it compares all names."""


@contextmanager
def _terminable() -> Iterator[None]:
    """Let signals that end a program end the command like an error, and all that it has started.

    That is pandoc, which gets no signal, and folders. The exit code is the shells' usual one.
    """

    def end(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]  # no SIGHUP: Windows
    numbers = [getattr(signal, name) for name in names]
    numbers = [number for number in numbers if signal.getsignal(number) != signal.SIG_IGN]  # nohup
    before = [signal.signal(number, end) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@click.command("list", short_help="Print FILE's references as a formatted list.")
@click.argument("file", required=False)
@from_option
@size_option
@click.option(
    "--style",
    metavar="STYLE",
    help="A CSL style: a path, a URL, or an installed style's name, title or ISSN.",
)
@click.option(
    "--locale", metavar="LOCALE", help="The language of terms and quotes, as de or de-AT."
)
@click.option(
    "--to",
    type=FormatChoice(OUTPUTS, {row.extension: name for name, row in OUTPUTS.items()}),
    help="Print this; else OUTPUT's name tells.",
)
@click.option("-o", "--output", metavar="OUTPUT", help="Write here, not to standard output.")
@click.option("--fragment", is_flag=True, help="HTML and LaTeX to be put into another document.")
@click.option(
    "--sort",
    type=click.Choice(["author", "year", "title", "none"]),
    help="Use this order instead of the style's own; none keeps FILE's.",
)
@click.option("--no-number", is_flag=True, help="Leave the style's numbers away.")
@click.option("--only", metavar="KEY,…", help="List these references only.")
@cited_option
@asks_registries
@_terminable()
def list_(  # noqa: PLR0913  # one argument an option
    file: str | None,
    format_: str | None,
    style: str | None,
    locale: str | None,
    to: str | None,
    output: str | None,
    *,
    fragment: bool,
    sort: Order | None,
    no_number: bool,
    only: str | None,
    cited_only: bool,
    **asking: Any,
) -> None:
    """Print the references of FILE as a list, formatted in a CSL style.

    Without --style the list looks like the one cikrefs was made for: numbered, with all authors
    and abbreviated journals. Registries are asked only if FILE is a plain list of identifiers.

    It needs pandoc, which comes with cikrefs if that is installed with `[lists]`; the environment
    variable CIKREFS_PANDOC names another one to use.
    """
    to = to or (by_extension(output) if output not in (None, "-") else "text")
    _make_sure_it_fits(to, output, fragment=fragment)
    from cikrefs.lists import styles
    from cikrefs.lists.engine import locale_named

    language = locale_named(locale or "")
    found = styles.find(style, on_notice=_note)
    styling = (found.path, style or "")
    reading = read([file] if file else [], format_, outputs=[output], besides=styling)
    reading.keep_cited(wanted=cited_only)
    look_up(reading, asking)
    reading.name_unparsed()
    references = _selected(reading.references, only)
    formatted = formatted_list(references, found, language, sort)
    if no_number:
        formatted = formatted.without_labels()
    write(output, OUTPUTS[to].dumps(formatted, fragment=fragment))
    reading.exit_if_problems()


def _make_sure_it_fits(to: str, output: str | None, *, fragment: bool) -> None:
    """Raise UsageError for bytes on a terminal, and for a fragment of what has none."""
    to_terminal = output in (None, "-") and sys.stdout.isatty()
    if OUTPUTS[to].is_binary and to_terminal:
        raise click.UsageError(f"{to} is no text for a terminal; name a file with -o")
    if fragment and not OUTPUTS[to].has_fragment:
        raise click.UsageError(f"--fragment is for HTML and LaTeX, not for {to}")


def formatted_list(
    references: Sequence[Reference], style: Style, locale: str = "", sort: Order | None = None
) -> FormattedList:
    """Return the list; say on standard error what is odd, and how long it takes."""
    from cikrefs.lists.engine import format_list

    if style.is_author_date and len(references) > MANY:
        say("warning", f"{len(references)} references in an author-date style may take minutes")
    with _clock() as on_wait:
        return format_list(
            references, style, locale=locale, sort=sort, on_notice=_note, on_wait=on_wait
        )


@_terminable()
def write_page(folder: Folder, name: str, reading: Reading) -> None:
    """Write the references into `folder` as a page in the package's own style.

    If pandoc is missing or fails, that is said, and `reading` counts the file as unwritten.
    """
    from cikrefs.lists import styles

    try:
        formatted = formatted_list(reading.references, styles.find(None, on_notice=_note))
    except ProgramError as error:
        say("error", f"{folder.path / name} is not written: {error}")
        reading.unwritten += 1
        return
    write_into(folder, name, OUTPUTS["html"].dumps(formatted))


def _note(message: str) -> None:
    say("note", message)


def _selected(references: Sequence[Reference], only: str | None) -> list[Reference]:
    """Return the references whose keys are in `only`, in the order they have."""
    from cikrefs import keys

    if only is None:
        return keys.assign(references)
    try:
        return keys.selected(references, only.split(","))
    except InputError as error:
        raise click.UsageError(f"--only: {error}") from error


@contextmanager
def _clock() -> Iterator[Callable[[float], None] | None]:
    """Show on a terminal how long it takes, from the second second on."""
    if not sys.stderr.isatty():
        yield None
        return

    shown = 1

    def on_wait(passed: float) -> None:
        nonlocal shown
        if int(passed) > shown:
            shown = int(passed)
            click.echo(f"\rformatting: {shown} s", nl=False, err=True)

    try:
        yield on_wait
    finally:
        click.echo("\r\x1b[K", nl=False, err=True)
