"""The options that commands share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

import click

from cikrefs.cli.screen import QUIET
from cikrefs.files import MAX_SIZE
from cikrefs.formats import FORMATS, READERS, WRITERS
from cikrefs.models import SEVERITIES
from cikrefs.registry import services

SIZE = "cikrefs.max_size"
"""Under this name the context keeps how many bytes may be read."""


def _keep_size(ctx: click.Context, _: click.Parameter, megabytes: float) -> None:
    ctx.meta[SIZE] = int(megabytes * 1_000_000)


size_option = click.option(
    "--max-size",
    type=click.FloatRange(min=0, min_open=True),
    default=MAX_SIZE // 1_000_000,
    show_default=True,
    envvar="CIKREFS_MAX_SIZE",
    show_envvar=True,
    metavar="MB",
    expose_value=False,
    callback=_keep_size,
    help="Read no more than this, all FILEs together.",
)
"""For every command that calls `read`, which heeds it."""


def _keep_quiet(ctx: click.Context, _: click.Parameter, quiet: bool) -> None:
    ctx.meta[QUIET] = quiet


quiet_option = click.option(
    "-q",
    "--quiet",
    is_flag=True,
    expose_value=False,
    callback=_keep_quiet,
    help="Tell of errors, warnings and what is unchecked; no notes, no progress, and nothing at all"
    " if there are none.",
)
verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="Also list the references that are right."
)


EXTENSIONS = {extension: name for name in WRITERS for extension in FORMATS[name].extensions}
"""Of the files that are written, with the names of their formats."""


class FormatChoice(click.Choice[str]):
    """Formats by their names, or by the extensions of the files that are written in them.

    `extensions` are these, such as ".bib", with the names.
    """

    def __init__(self, names: Iterable[str], extensions: Mapping[str, str] = EXTENSIONS) -> None:
        super().__init__([*names])
        self._extensions = extensions

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the format's name."""
        return super().convert(
            self._extensions.get(f".{value.lower().removeprefix('.')}", value), param, ctx
        )


for_option = click.option(
    "--for",
    "program",
    type=click.Choice(["zotero"]),
    help="Where what arrives whole in this program differs from the standard, write that.",
)

from_option = click.option(
    "--from",
    "format_",
    type=FormatChoice(READERS),
    help="Read FILE as this format, whatever its content looks like.",
)


only_option = click.option(
    "--only", metavar="KEY,…", help="Take these references of FILE only, by their keys."
)

cited_option = click.option(
    "--cited-only",
    is_flag=True,
    help="Take only what FILE, a manuscript or another document, cites in its text.",
)


def _named(_: click.Context, __: click.Parameter, text: str | None) -> tuple[str, ...] | None:
    from cikrefs.registry.settings import names_in

    return names_in(text) if text is not None else None


registry_options: tuple[Callable[..., Any], ...] = (
    click.option(
        "--mailto",
        envvar="CIKREFS_MAILTO",
        show_envvar=True,
        metavar="ADDRESS",
        help="Your mail address; only the registries get it, and Crossref answers faster with it.",
    ),
    click.option(
        "--registries",
        envvar="CIKREFS_REGISTRIES",
        show_envvar=True,
        metavar="NAME,…",
        callback=_named,
        help=f"Ask these alone; without it all: {', '.join(services.REGISTRIES)}.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=20.0,
        show_default=True,
        envvar="CIKREFS_TIMEOUT",
        show_envvar=True,
        metavar="SECONDS",
        help="Seconds lost on services that fail, in all, before what is left counts as unchecked.",
    ),
    click.option(
        "--refresh", is_flag=True, help="Ask for everything, also for what is kept from before."
    ),
    click.option(
        "--no-cache",
        is_flag=True,
        envvar="CIKREFS_NO_CACHE",
        show_envvar=True,
        help="Neither use nor keep answers: else a record is asked for once a day.",
    ),
)


UNCONFIRMED = "unconfirmed"

fail_on_option = click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, UNCONFIRMED, "never"]),
    default="error",
    show_default=True,
    envvar="CIKREFS_FAIL_ON",
    show_envvar=True,
    help="Exit with 1 if any finding is at least this severe; with unconfirmed, if there is an"
    " error, a warning, or a reference that no registry confirms and nobody accepted.",
)


def asks_registries(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of those that ask the registries; it takes them as `**asking`.

    Where the services are asked is no option: the environment says it, or a file that is named.
    """

    @wraps(command)
    def with_urls(*args: Any, **options: Any) -> Any:
        named = click.get_current_context().find_root().obj
        urls = {**(named.urls if named else {}), **services.urls(os.environ)}
        return command(*args, **options, urls=urls)

    result: Callable[..., Any] = with_urls
    for option in reversed(registry_options):
        result = option(result)
    return result
